import { describe, expect, test } from 'vitest';
import { demandProxies, proxyFor } from '../../src/aws/proxy.ts';

const STS = new URL('https://sts.eu-west-1.amazonaws.com');

describe('the proxy of a request', () => {
  test.each([
    ['none is named', {}, undefined],
    ['by HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy.corp:3128' }, 'proxy.corp:3128'],
    ['small letters win', { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' }, 'b:2'],
    ['small letters that say none win', { HTTPS_PROXY: 'http://a:1', https_proxy: '' }, undefined],
    ['without a scheme it speaks HTTP', { HTTPS_PROXY: 'proxy.corp:3128' }, 'proxy.corp:3128'],
    ['without a port', { HTTPS_PROXY: 'http://proxy.corp' }, 'proxy.corp:80'],
    ['TLS without a port', { HTTPS_PROXY: 'https://proxy.corp/' }, 'proxy.corp:443'],
    ['IPv6', { HTTPS_PROXY: 'http://[fd00::1]:3128' }, '[fd00::1]:3128'],
    ['not by HTTP_PROXY', { HTTP_PROXY: 'http://a:1' }, undefined],
    ['not by ALL_PROXY, as the AWS CLI', { ALL_PROXY: 'socks5://a:1' }, undefined],
  ])('%s', (_what, env, name) => {
    expect(proxyFor(STS, env)?.name).toBe(name);
  });

  test('plain HTTP goes by HTTP_PROXY', () => {
    const env = { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2' };
    expect(proxyFor(new URL('http://localhost:4000'), env)?.name).toBe('a:1');
  });

  test.each([
    ['user:p%40ss', 'user:p@ss'],
    ['user:100%', 'user:100%'],
    ['user', 'user:'],
  ])('%s are its user and password, and no part of its name', (userinfo, plain) => {
    const proxy = proxyFor(STS, { HTTPS_PROXY: `http://${userinfo}@proxy.corp:3128` });
    expect(proxy).toMatchObject({
      name: 'proxy.corp:3128',
      authorization: `Basic ${Buffer.from(plain).toString('base64')}`,
    });
  });

  test.each([
    ['socks5://user:secret@a:1', 'HTTPS_PROXY names a proxy for socks5; only http and https can be used'],
    [
      'http://user:sec ret@:99999',
      'HTTPS_PROXY is not the address of a proxy, such as http://proxy.example:3128',
    ],
  ])('%s is refused without showing it, and nothing goes straight', (address, message) => {
    expect(() => proxyFor(STS, { HTTPS_PROXY: address })).toThrow(message);
    expect(() => demandProxies({ HTTPS_PROXY: address })).toThrow(message);
    expect(message).not.toContain('sec');
  });
});

describe('NO_PROXY', () => {
  const straight = (target: string, list: string) =>
    proxyFor(new URL(target), { HTTPS_PROXY: 'a:1', HTTP_PROXY: 'a:1', NO_PROXY: list }) === undefined;

  test.each([
    ['https://sts.amazonaws.com', 'amazonaws.com', true],
    ['https://sts.amazonaws.com', '.amazonaws.com', true],
    ['https://sts.amazonaws.com', '*.amazonaws.com', true],
    ['https://sts.amazonaws.com', 'localhost, STS.amazonaws.com', true],
    ['https://sts.amazonaws.com', 'localhost iam.amazonaws.com', false],
    ['https://sts.amazonaws.com', '*', true],
    ['https://sts.amazonaws.com', 'aws.com', false],
    ['https://sts.amazonaws.com', '.', false],
    ['https://sts.amazonaws.com', ',', false],
    ['https://sts.amazonaws.com', 'amazonaws.com:443', true],
    ['https://sts.amazonaws.com', 'amazonaws.com:8443', false],
    ['https://sts.amazonaws.com.evil.example', 'amazonaws.com', false],
    ['http://localhost:4000', 'localhost', true],
    ['http://localhost:4000', 'localhost:4000', true],
    ['http://localhost:4000', 'localhost:4001', false],
    ['http://10.1.2.3:80', '10.0.0.0/8', true],
    ['http://11.1.2.3:80', '10.0.0.0/8', false],
    ['http://10.1.2.3:80', '2.3', false],
    ['http://[fd00::1]:80', 'fd00::1', true],
    ['http://[fd00::1]:80', '[fd00::1]:80', true],
    ['http://[fd00::1]:80', 'fd00::/8', true],
    ['http://10.1.2.3:80', 'fd00::/8', false],
  ])('%s with %j goes straight: %s', (target, list, expected) => {
    expect(straight(target, list)).toBe(expected);
  });

  test('that is empty in small letters wins over one in capitals', () => {
    const env = { HTTPS_PROXY: 'a:1', no_proxy: '', NO_PROXY: '*' };
    expect(proxyFor(STS, env)?.name).toBe('a:1');
  });
});
