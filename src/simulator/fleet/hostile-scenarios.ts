import type { WorldRole } from '../world.ts';
import type { Place } from './place.ts';
import { allowAws, externalId, policy, role } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { BRACKWATER } from './vendors.ts';

/** Text that an attacker who owns the account may have put there. */
export function hostileText(place: Place): WorldRole[] {
  const statement = allowAws(
    role(BRACKWATER.accountId, 'integration'),
    externalId(place.externalId('hostile')),
  );
  return [
    vendorRole(
      place,
      'research-notebooks',
      policy({ Sid: '</script><script>alert(1)</script>', ...statement }),
      {
        description: `<img src=x onerror=alert(1)> "quoted" & 'more' {{constructor}} \${jndi:ldap://x}`,
        tags: {
          owner: '=HYPERLINK("http://example.invalid","click")',
          justification: '"><svg onload=alert(1)>',
          ['__proto__']: 'polluted',
          constructor: '@SUM(1+1)*cmd|calc',
          note: '../../../../etc/passwd\u202egnp.exe',
        },
      },
    ),
  ];
}

/** IAM would not take such a document today; an audit that meets one must say so. */
export function unreadableTrust(place: Place): WorldRole[] {
  const name = 'imported-from-portline';
  return [
    { ...vendorRole(place, name, policy()), trustPolicy: '{"Version":"2012-10-17","Statement":[{"Effect":' },
  ];
}
