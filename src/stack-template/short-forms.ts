import { type CollectionTag, isCollection, type ScalarTag, YAMLMap } from 'yaml';

const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
] as const;

/**
 * YAML tags that read CloudFormation's short forms as the long ones: `!Sub x` as `{"Fn::Sub": "x"}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export const SHORT_FORMS: Array<ScalarTag | CollectionTag> = [
  ...tagsFor('Ref', 'Ref'),
  ...tagsFor('Condition', 'Condition'),
  ...FUNCTIONS.flatMap((name) => tagsFor(name, `Fn::${name}`)),
];

function tagsFor(shortName: string, longName: string): Array<ScalarTag | CollectionTag> {
  const tag = `!${shortName}`;
  const collection: Omit<CollectionTag, 'collection'> = {
    tag,
    resolve: (value) => {
      const map = new YAMLMap();
      if (isCollection(value)) map.set(longName, value);
      return map;
    },
  };
  return [
    { tag, resolve: (text: string) => ({ [longName]: text }) },
    { ...collection, collection: 'seq' },
    { ...collection, collection: 'map' },
  ];
}
