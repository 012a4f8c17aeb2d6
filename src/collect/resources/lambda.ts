import { listOf, required, requiredText } from '../../aws/answer.ts';
import { type CollectContext, pages } from '../collector.ts';
import { arnOf, type ListedResource, orGap, type PolicyService, unlessNone } from './policy-service.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const PAGE_SIZE = 50;

const NONE = 'ResourceNotFoundException';

/**
 * The functions of the Region with the policy of each and of its aliases, and the versions of layers with theirs. Lambda
 * lists aliases function by function and versions layer by layer, so that each function and each layer costs a call more.
 * Numbered versions of functions have policies as well, which are not asked for.
 */
export const lambda: PolicyService = {
  service: 'lambda',
  actions: [
    'lambda:GetLayerVersionPolicy',
    'lambda:GetPolicy',
    'lambda:ListAliases',
    'lambda:ListFunctions',
    'lambda:ListLayerVersions',
    'lambda:ListLayers',
  ],
  plan: (functions, others) => {
    const [layers, versions] = [others('layer'), others('layer-version')];
    return [
      { service: 'lambda', operation: 'ListFunctions', calls: pages(functions, PAGE_SIZE) },
      { service: 'lambda', operation: 'ListAliases', calls: functions },
      { service: 'lambda', operation: 'GetPolicy', calls: functions + others('alias') },
      { service: 'lambda', operation: 'ListLayers', calls: pages(layers, PAGE_SIZE) },
      { service: 'lambda', operation: 'ListLayerVersions', calls: layers },
      { service: 'lambda', operation: 'GetLayerVersionPolicy', calls: versions },
    ];
  },
  async list(context) {
    const { caller, region } = context;
    const functions = await caller.list(
      'lambda',
      'ListFunctions',
      region,
      { MaxItems: PAGE_SIZE },
      ({ Functions }) => listOf(Functions, 'the functions'),
    );
    const arns = functions.map(({ FunctionArn }) => requiredText(FunctionArn, 'the ARN of a function'));
    const aliases = await Promise.all(arns.map((arn) => aliasesOf(context, arn)));
    const layers = await orGap(arnOf('lambda', context, 'layer:*'), () => layerVersions(context));
    return [...arns.map((arn) => withPolicy(context, arn, arn)), ...aliases.flat(), ...layers];
  },
};

/** A function, or an alias of one. */
function withPolicy(
  { caller, region }: CollectContext,
  arn: string,
  FunctionName: string,
  Qualifier?: string,
): ListedResource {
  return {
    arn,
    source: 'lambda:GetPolicy',
    async read() {
      const asked = Qualifier === undefined ? { FunctionName } : { FunctionName, Qualifier };
      const answer = await unlessNone(NONE, caller.call('lambda', 'GetPolicy', region, asked));
      return { policy: answer === null ? null : required(answer.Policy, 'the policy of a function') };
    },
  };
}

function aliasesOf(context: CollectContext, arn: string): Promise<ListedResource[]> {
  const { caller, region } = context;
  return orGap(`${arn}:*`, async () => {
    // By its name: not all that speak this protocol take an ARN here.
    const asked = { FunctionName: arn.split(':')[6] ?? arn, MaxItems: PAGE_SIZE };
    const aliases = await caller.list('lambda', 'ListAliases', region, asked, ({ Aliases }) =>
      listOf(Aliases, 'the aliases of a function'),
    );
    return aliases.map(({ Name }) => {
      const name = requiredText(Name, 'the name of an alias');
      return withPolicy(context, `${arn}:${name}`, arn, name);
    });
  });
}

async function layerVersions(context: CollectContext): Promise<ListedResource[]> {
  const { caller, region } = context;
  const layers = await caller.list('lambda', 'ListLayers', region, { MaxItems: PAGE_SIZE }, ({ Layers }) =>
    listOf(Layers, 'the layers'),
  );
  const found = await Promise.all(
    layers.map(({ LayerArn }) => {
      const arn = requiredText(LayerArn, 'the ARN of a layer');
      return orGap(`${arn}:*`, () => versionsOf(context, arn.split(':')[6] ?? arn));
    }),
  );
  return found.flat();
}

/** Each version of a layer has a policy of its own, and old ones stay open until they are deleted. */
async function versionsOf(context: CollectContext, LayerName: string): Promise<ListedResource[]> {
  const { caller, region } = context;
  const asked = { LayerName, MaxItems: PAGE_SIZE };
  const versions = await caller.list('lambda', 'ListLayerVersions', region, asked, ({ LayerVersions }) =>
    listOf(LayerVersions, 'the versions of a layer'),
  );
  return versions.map(({ LayerVersionArn, Version: VersionNumber }) => ({
    arn: requiredText(LayerVersionArn, 'the ARN of a version of a layer'),
    source: 'lambda:GetLayerVersionPolicy',
    async read() {
      const of = { LayerName, VersionNumber };
      const answer = await unlessNone(NONE, caller.call('lambda', 'GetLayerVersionPolicy', region, of));
      return {
        policy: answer === null ? null : required(answer.Policy, 'the policy of a version of a layer'),
      };
    },
  }));
}
