/** How it stands with something that a scan needs; `not-tried` where no harmless call tells. */
export type DoctorStatus = 'ok' | 'warn' | 'fail' | 'not-tried';

/** One thing noticed at one place: in an account, a Region, or on this machine. */
export interface Symptom {
  /** The cause, in a word that programs can go by: `action-refused`. */
  id: string;
  status: DoctorStatus;
  accountId?: string;
  region?: string;
  /** The IAM action. */
  action?: string;
  words: string;
  whatToDo: string | null;
}

/** What has one cause, wherever it was noticed. */
export interface DoctorCheck {
  id: string;
  status: DoctorStatus;
  /** Ids; empty for what concerns no account by itself. */
  accounts: string[];
  regions: string[];
  actions: string[];
  words: string;
  whatToDo: string | null;
}

/** What a scan would meet, asked before it is made. */
export interface DoctorReport {
  checkedAt: string;
  callerArn: string;
  accountSource: string;
  accounts: { inScope: number; entered: number };
  /** A scan would read no account, or could not keep what it read. */
  scanIsUseless: boolean;
  /** The worst first. */
  checks: DoctorCheck[];
}
