import { expect, test } from 'vitest';
import { Room } from '../../src/aws/room.ts';

const GO_ON = new AbortController().signal;

test('where answers fill the room, the eldest goes on and the others follow one by one', async () => {
  const room = new Room(100);
  const meters = [1000, 1000, 1000].map((left) => ({ left }));
  const guests = meters.map((meter) => room.enter(meter));
  for (const meter of meters) meter.left -= 60;
  const entered: number[] = [];
  const waits = guests.map((guest, n) => guest.room(GO_ON).then(() => entered.push(n)));
  await new Promise(setImmediate);
  expect(entered).toEqual([0]);
  guests[0]?.leave();
  await new Promise(setImmediate);
  expect(entered).toEqual([0, 1]);
  guests[1]?.leave();
  await Promise.all(waits);
  expect(entered).toEqual([0, 1, 2]);
});

test('who is cut off while it waits says why', async () => {
  const room = new Room(0);
  const first = { left: 10 };
  room.enter(first);
  first.left = 0;
  const cut = new AbortController();
  const waiting = room.enter({ left: 10 }).room(cut.signal);
  cut.abort(new Error('the run was ended'));
  await expect(waiting).rejects.toThrow('the run was ended');
});
