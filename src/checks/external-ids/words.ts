/** Words that people put into external IDs; lower case. Each is worth as little as a guess out of this list. */
export const COMMON_WORDS: readonly string[] = (
  'access account admin agent alpha amazon api app assume audit auditor auth aws backup beta billing bucket ' +
  'business cloud cloudtrail code company compliance config connect connector console corp cost cross customer ' +
  'data default demo deploy dev development devops discovery enterprise env example extid external externalid ' +
  'finance finops foo bar baz get global group guest hello iam id identity infra infrastructure integration ' +
  'internal inventory key kubernetes lab lambda letmein live login logs main manage managed management master ' +
  'monitor monitoring my network new observability office old ops optimizer org organization partner password ' +
  'platform policy portal primary private prod production project provider public qwerty random read readonly ' +
  'remote report role root sandbox scan scanner secret secure security server service shared site staging ' +
  'storage string support sync system team temp tenant test testing third thirdparty party token tool tools ' +
  'trial trust trusted unique uniqueexternalid user vendor version web welcome workload your changeme ' +
  'january february march april may june july august september october november december ' +
  'monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter ' +
  'acme contoso example datadog newrelic splunk sumologic dynatrace snowflake databricks wiz orca lacework prisma ' +
  'crowdstrike tenable rapid7 qualys vanta drata cloudhealth cloudability spotinst terraform hashicorp github ' +
  'gitlab okta atlassian salesforce servicenow elastic grafana'
).split(' ');
