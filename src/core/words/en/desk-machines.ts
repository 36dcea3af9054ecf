// The words of the machines that keep the list together, in English.

/** The part of the settings that shows processes and jobs, where several share the work. */
export const machines = {
  title: 'Machines',
  atWork: 'At work',
  roles: { worker: 'worker', web: 'web server', 'worker and web': 'worker and web server', command: 'a command' },
  on: (role: string, host: string) => `${role} on ${host}`,
  jobs: (waiting: number, running: number, retrying: number) =>
    `${waiting} jobs wait, ${running} are being done, ${retrying} failed before and are tried again.`,
  givenUp: 'Given up',
  failed: (lane: string, key: string, tries: number) => `${lane}${key === '' ? '' : ` ${key}`}, after ${tries} tries`,
  retry: 'On the server, weekly jobs --retry all tries them again.',
}
