// The words of the machines that keep the list together, in Traditional Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The part of the settings that shows processes and jobs, where several share the work. */
export const machines: DeskWords['machines'] = {
  title: '機器',
  atWork: '正在執行',
  roles: { worker: '工作程式', web: '網站', 'worker and web': '工作程式和網站', command: '單次命令' },
  on: (role, host) => `${host} 上的${role}`,
  jobs: (waiting, running, retrying) => `${waiting} 件工作在等，${running} 件正在做，${retrying} 件失敗過、還會再試。`,
  givenUp: '已放棄的工作',
  failed: (lane, key, tries) => `${lane}${key === '' ? '' : ` ${key}`}，試了 ${tries} 次`,
  retry: '在伺服器上執行 weekly jobs --retry all 就會重試。',
}
