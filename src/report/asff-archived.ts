import { type AsffFinding, GENERATOR, PRODUCT_FIELDS } from './asff.ts';

/** A finding of ours as Security Hub gives it back: as much of it as is read. */
export interface StoredFinding {
  Id?: string | undefined;
  AwsAccountId?: string | undefined;
  GeneratorId?: string | undefined;
  UpdatedAt?: string | undefined;
  ProductFields?: Record<string, string> | undefined;
}

/** What it takes to tell whether a run has looked again. */
export interface KnownInHub {
  fingerprint: string;
  checkId: string;
  accountId: string;
  /** `global`, or a Region. */
  region: string;
  resourceArn: string;
  readIn: string[];
}

/** The members that an update has to repeat; the others belong to whoever works with the finding. */
const REPEATED = [
  'SchemaVersion',
  'Id',
  'ProductArn',
  'ProductName',
  'CompanyName',
  'Region',
  'GeneratorId',
  'AwsAccountId',
  'Types',
  'FirstObservedAt',
  'LastObservedAt',
  'CreatedAt',
  'Severity',
  'FindingProviderFields',
  'Title',
  'Description',
  'Remediation',
  'Resources',
  'Compliance',
] as const satisfies ReadonlyArray<keyof AsffFinding>;

/**
 * The finding as archived, in a list; an empty one where it has to stay as it is: it is none of ours, the run cannot tell
 * whether it is gone, or a later run has spoken of it.
 */
export function archived(
  stored: StoredFinding,
  setup: {
    asOf: string;
    runId: string;
    isNotKnown(known: KnownInHub): boolean;
    /** The run itself says that it is gone; else it may be told under another name now. */
    isResolved: boolean;
  },
): AsffFinding[] {
  const known = knownInHub(stored);
  if (known === undefined || setup.isNotKnown(known)) return [];
  if (!(Date.parse(stored.UpdatedAt ?? '') < Date.parse(setup.asOf))) return [];
  const all = new Map<string, unknown>(Object.entries(stored));
  // What the hub holds in these fields is what an earlier run of ours sent: they are sent back as they came, unread.
  const repeated = Object.fromEntries(
    REPEATED.flatMap((name) => (all.get(name) === undefined ? [] : [[name, all.get(name)]])),
  ) as unknown as AsffFinding;
  return [
    {
      ...repeated,
      ...(setup.isResolved ? { Compliance: { ...repeated.Compliance, Status: 'PASSED' } } : {}),
      UpdatedAt: setup.asOf,
      RecordState: 'ARCHIVED',
      ProductFields: {
        ...ownFields(stored),
        [PRODUCT_FIELDS.status]: 'RESOLVED',
        [PRODUCT_FIELDS.runId]: setup.runId,
      },
    },
  ];
}

/** What Security Hub adds under `aws/` is its own. */
function ownFields({ ProductFields = {} }: StoredFinding): Record<string, string> {
  return Object.fromEntries(Object.entries(ProductFields).filter(([name]) => name.startsWith(GENERATOR)));
}

function knownInHub({
  Id = '',
  GeneratorId = '',
  ProductFields = {},
}: StoredFinding): KnownInHub | undefined {
  const [, accountId, fingerprint] = /^countersign\/(\d{12})\/([0-9a-f]+)$/.exec(Id) ?? [];
  const region = ProductFields[PRODUCT_FIELDS.region];
  const resourceArn = ProductFields[PRODUCT_FIELDS.resourceArn];
  if (
    accountId === undefined ||
    fingerprint === undefined ||
    region === undefined ||
    resourceArn === undefined
  )
    return undefined;
  return {
    fingerprint,
    accountId,
    checkId: GeneratorId.slice(GENERATOR.length),
    region,
    resourceArn,
    readIn: (ProductFields[PRODUCT_FIELDS.readIn] ?? '').split(' ').filter((id) => /^\d{12}$/.test(id)),
  };
}
