import { expect, it } from 'vitest';
import { consoleLink } from '../../src/report/html/support/console-link.ts';

it.each([
  [
    'arn:aws:iam::111122223333:role/app/Reader',
    'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/Reader',
  ],
  [
    'arn:aws-cn:iam::111122223333:user/ana',
    'https://cn-north-1.console.amazonaws.cn/iam/home?region=cn-north-1#/users/details/ana',
  ],
  [
    'arn:aws-us-gov:iam::111122223333:policy/p',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/iam/home?region=us-gov-west-1#/policies/details/arn%3Aaws-us-gov%3Aiam%3A%3A111122223333%3Apolicy%2Fp',
  ],
  [
    'arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1-2',
    'https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333%3Astack%2Fs%2F1-2',
  ],
  ['arn:aws-iso:iam::111122223333:role/r', null],
  ['arn:aws-eusc:iam::111122223333:role/r', null],
  ['arn:aws:sqs:eu-west-1:111122223333:q', null],
  ['arn:aws:cloudformation:evil.example/:111122223333:stack/s/1', null],
  ['javascript:alert(1)', null],
  [
    'arn:aws:iam::111122223333:role/"><script>',
    'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/%22%3E%3Cscript%3E',
  ],
  ['', null],
])('the console shows %s at %s', (arn, link) => {
  expect(consoleLink(arn)).toBe(link);
});
