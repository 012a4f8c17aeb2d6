import { appendFile, copyFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { countersign } from '../../support/command.ts';
import { newKeyFiles } from '../../support/signing.ts';
import { type Fleet, fleet, type Mistake, runBefore, type Scene, withEnv } from './scene.ts';

/** Where runs are kept, and what is made of them. */
export const OF_RUNS = {
  'Nothing can be written to the output directory': async () => {
    const scene = await fleet();
    await writeFile(join(scene.cwd, 'runs'), 'Somebody made a file of this name.\n');
    return scene;
  },

  'The disk is full': async () => withEnv(await fleet(), runBefore(FULL_DISK)),

  'Two processes go on with one run': async () => {
    const scene = await fleet();
    await countersign(['scan', '--out', 'runs'], withEnv(scene, runBefore(FULL_DISK)));
    const runs = join(scene.cwd, 'runs');
    const unfinished = (await readdir(runs)).find((name) => /^\d{8}T/.test(name)) ?? '';
    // Held by this process, which lives.
    await symlink(`${process.pid}@${hostname()}`, join(runs, `.${unfinished}.lock`));
    return scene;
  },

  'A run that was broken off was begun with another configuration': async () => {
    const scene = await fleet();
    await countersign(['scan', '--out', 'runs'], withEnv(scene, runBefore(FULL_DISK)));
    await appendFile(join(scene.cwd, 'config.yaml'), '\n');
    return scene;
  },

  'A shard is missing': async () => {
    const scene = await fleet();
    const kept = ['--place', 'shards', '--out', 'runs'];
    await countersign(['plan', '--shards', '2', ...kept], scene);
    await countersign(['scan', '--shard', '1/2', ...kept], scene);
    return scene;
  },

  'Somebody could not be told': () =>
    fleet({ config: { notify: [{ to: 'webhook', target: 'http://127.0.0.1:9/notices', only: 'always' }] } }),

  'The last run was deleted': async () => {
    const scene = await fleet();
    await scanned(scene);
    const second = await scanned(scene);
    await rm(second, { recursive: true });
    return scene;
  },

  'The clock went back': async () => {
    const scene = await fleet();
    await scanned(scene);
    const file = join(scene.cwd, 'runs/.chain-head.json');
    const head = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...head, runId: `20991231T000000Z-${head.runId.slice(-8)}` }));
    return scene;
  },

  'The head of the chain is damaged': async () => {
    const scene = await fleet();
    await scanned(scene);
    await writeFile(join(scene.cwd, 'runs/.chain-head.json'), '{');
    return scene;
  },

  'A file of a run was altered': async () => {
    const scene = await fleet();
    await appendFile(join(await scanned(scene), 'report.json'), ' ');
    return scene;
  },

  'The public key is not that of the key that signed': async () => {
    const { keyFile } = newKeyFiles('p256');
    const scene = await fleet({ config: { evidence: { signing: { keyFile } } } });
    await scanned(scene);
    await copyFile(newKeyFiles('p256').publicKeyFile, join(scene.cwd, 'auditor.pub.pem'));
    return scene;
  },

  'The bucket belongs to somebody else': async () => {
    const refusing = await answering(403, () => S3_DENIED);
    return archivedIn(refusing, { s3: { bucket: 'audit-evidence', region: 'eu-west-1' } });
  },

  'Every machine makes a key of its own': async () => {
    const scene = await fleet();
    await scanned(scene);
    await rm(join(scene.cwd, 'runs/state/external-id.key'));
    return scene;
  },

  'The signing key is not there': () =>
    fleet({ config: { evidence: { signing: { keyFile: 'signing.key' } } } }),

  'The caller may not sign with the KMS key': async () => {
    const keys = await answering(400, (target) =>
      target.endsWith('GetPublicKey') ? PUBLIC_KEY : '{"__type":"AccessDeniedException","message":"no"}',
    );
    return archivedIn(keys, { signing: { kmsKeyId: 'alias/countersign-evidence' } });
  },

  'Node is too old': async () =>
    withEnv(await fleet(), runBefore("Object.defineProperty(process, 'version', { value: 'v18.20.4' })")),
} satisfies Record<string, Mistake>;

/** Scans into `runs`; the directory of the run. */
async function scanned(scene: Fleet): Promise<string> {
  const { stdout, stderr } = await countersign(['scan', '--out', 'runs', '--json'], scene);
  const { runId } = JSON.parse(stdout || `"${stderr}"`).run;
  return join(scene.cwd, 'runs', runId);
}

/** Making the directory of an account fails as it does where no room is left. */
const FULL_DISK = `
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { mkdir } = fs;
  fs.mkdir = async (path, ...more) => {
    if (!/[/]accounts[/]/.test(String(path))) return mkdir(path, ...more);
    throw Object.assign(new Error('ENOSPC: no space left on device, mkdir'), { code: 'ENOSPC', syscall: 'mkdir' });
  };
  syncBuiltinESMExports();`;

/** A server that answers for S3 or KMS; what has a public key in it is answered well. */
async function answering(status: number, answer: (target: string) => string) {
  const server = createServer((request, response) => {
    const body = answer(String(request.headers['x-amz-target'] ?? ''));
    response.writeHead(body === PUBLIC_KEY ? 200 : status);
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

async function archivedIn(
  { endpoint, close }: { endpoint: string; close: () => void },
  evidence: object,
): Promise<Scene> {
  const scene = await fleet({ config: { evidence } });
  return {
    ...withEnv(scene, { AWS_ENDPOINT_URL_S3: endpoint, AWS_ENDPOINT_URL_KMS: endpoint }),
    end: async () => {
      close();
      await scene.simulator.close();
    },
  };
}

const S3_DENIED =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>r</RequestId></Error>';

const PUBLIC_KEY = JSON.stringify({
  KeyUsage: 'SIGN_VERIFY',
  PublicKey: (await readFile(newKeyFiles('p256').publicKeyFile, 'utf8')).replaceAll(/-----.*?-----|\n/g, ''),
});
