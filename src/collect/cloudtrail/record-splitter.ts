/** No record of CloudTrail is longer: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const LONGEST_RECORD = 2 * 1024 * 1024;
const LONGEST_KEY = 64;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const COMMA = 0x2c;
const WHITE_SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** What a log file came to. */
export interface SplitEnd {
  /** Whether the file has a list `Records`, and ends where JSON may end. */
  whole: boolean;
  /** Records, or things in their place, that are too long or no objects. */
  left: number;
}

/**
 * Cuts the JSON of a log file, `{"Records":[…]}`, into the texts of its records as it comes, in chunks of any size. In
 * memory is one record at a time. Whether a record is JSON is for whoever takes it.
 */
export function recordSplitter(take: (record: string) => void): {
  write(chunk: Uint8Array): void;
  end(): SplitEnd;
} {
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** The last text that began in the outermost object: the key of what comes next. */
  let key: number[] = [];
  let inRecords = false;
  let found = false;
  let broken = false;
  let left = 0;
  let isStray = false;
  let pieces: Uint8Array[] | undefined;
  let length = 0;

  function keep(piece: Uint8Array): void {
    length += piece.length;
    if (length > LONGEST_RECORD) pieces = [];
    else pieces?.push(piece);
  }

  function endRecord(): void {
    if (length > LONGEST_RECORD) left += 1;
    else take(Buffer.concat(pieces ?? []).toString('utf8'));
    pieces = undefined;
  }

  /** What stands where a record belongs and is none. */
  function endStray(): void {
    if (isStray) left += 1;
    isStray = false;
  }

  return {
    write(chunk) {
      let start = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at] ?? 0;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inString = false;
          else if (depth === 1 && key.length <= LONGEST_KEY) key.push(byte);
        } else if (byte === QUOTE) {
          inString = true;
          if (depth === 1) key = [];
          isStray ||= inRecords && depth === 2;
        } else if (byte === OPEN || byte === OPEN_LIST) {
          depth += 1;
          if (byte === OPEN_LIST && depth === 2 && Buffer.from(key).toString() === 'Records') {
            inRecords = true;
            found = true;
          }
          if (inRecords && depth === 3) {
            if (byte === OPEN_LIST) isStray = true;
            else {
              pieces = [];
              length = 0;
              start = at;
            }
          }
        } else if (byte === CLOSE || byte === CLOSE_LIST) {
          if (pieces !== undefined && depth === 3) {
            keep(chunk.subarray(start, at + 1));
            endRecord();
          }
          depth -= 1;
          broken ||= depth < 0;
          if (depth === 1) {
            endStray();
            inRecords = false;
          }
        } else if (inRecords && depth === 2) {
          if (byte === COMMA) endStray();
          else if (!WHITE_SPACE.has(byte)) isStray = true;
        }
      }
      // The chunk may be used again by whoever gave it.
      if (pieces !== undefined) keep(Buffer.from(chunk.subarray(start)));
    },
    end: () => ({ whole: found && depth === 0 && !inString && !broken, left }),
  };
}
