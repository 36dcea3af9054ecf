// The tests that are asked about a module's mutants: its own alone, over SQLite, so that neither PostgreSQL nor a browser has to be started.
import { defineConfig } from 'vitest/config'
import { modules } from './modules.ts'

const name = process.env['MUTANTS_MODULE'] ?? ''

export default defineConfig({
  test: {
    include: [...(modules[name]?.tests ?? [])],
    provide: { storeDialects: ['sqlite'] },
  },
})
