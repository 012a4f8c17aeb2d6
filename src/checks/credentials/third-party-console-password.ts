import { accountCheck, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { CredentialHolder } from '../../model/facts/credential-report.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { passwordFixes } from '../remedies/access-keys.ts';
import { asOfReport, day } from '../support/access-keys.ts';
import { judgeThirdPartyUsers } from '../support/third-party-users.ts';

export const thirdPartyConsolePassword = accountCheck({
  id: 'third-party-console-password',
  area: 'credentials',
  per: 'account',
  title: 'Third party signs in to the console with MFA, or not at all',
  failureTitle: 'Third party can sign in to the console with a password alone',
  failsWhen:
    'A user that the register gives to a third party (`users`) has a password for the console and no MFA device.',
  severity: 'high',
  rationale:
    'A password alone opens the console from anywhere for whoever has read or guessed it, and nobody in your company sees who that is.',
  remediation:
    'Have the people of the third party sign in at their own company and come by a role or by IAM Identity Center. Until then, have the user register an MFA device, and refuse what is done without one by a policy on aws:MultiFactorAuthPresent. Where nobody signs in, delete the password (the login profile); access keys are for third-party-access-key.',
  cannotKnow:
    'Which users work for third parties: it goes by what the register names under users. Whether a device is in the hands of one person, and whether a policy refuses what is done without it. It goes by the credential report, which may be four hours old.',
  requires: ['authorization-details', 'credential-report'],
  evaluate(facts, context): Outcome[] {
    const report = facts['credential-report'];
    return judgeThirdPartyUsers(facts['authorization-details'], report, context, {
      matter: 'a password and no MFA device',
      concerns: ({ passwordEnabled, mfaActive }) => passwordEnabled !== false && !mfaActive,
      judge({ user, holder, index, entry }) {
        const { passwordEnabled, mfaActive, passwordLastUsedAt } = holder;
        const verdict = (status: 'PASS' | 'UNKNOWN', detail: string) =>
          ({ status, detail: `${detail} ${asOfReport(report)}` }) as const;
        if (passwordEnabled === false)
          return verdict('PASS', `This user of ${entry.name} has no password for the console.`);
        if (mfaActive) return verdict('PASS', `This user of ${entry.name} has an MFA device.`);
        if (passwordEnabled === null)
          return verdict('UNKNOWN', 'The credential report does not say whether this user has a password.');
        const used =
          passwordLastUsedAt === null ? 'with no use on record' : `last used on ${day(passwordLastUsedAt)}`;
        return {
          status: 'FAIL',
          detail: `This user of ${entry.name} has a password for the console, ${used}, and no MFA device. ${asOfReport(report)}`,
          evidence: (['passwordEnabled', 'mfaActive'] as const).map((member) =>
            evidence(index, member, holder),
          ),
          fixes: () => passwordFixes(user.name, context.account),
        };
      },
    });
  },
});

function evidence(
  index: number,
  member: 'passwordEnabled' | 'mfaActive',
  holder: CredentialHolder,
): OutcomeEvidence {
  return {
    fact: 'credential-report',
    region: 'global',
    pointer: jsonPointer('users', index, member),
    value: holder[member],
    marks: [''],
  };
}
