import '@yijian/web-kit/styles.css'
import './shell/shell.css'
import './modules/modules.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { isTransient, ThemeProvider } from '@yijian/web-kit'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { modules } from './compose.ts'
import { createConsoleRouter } from './shell/router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => isTransient(error) && count < 2,
    },
  },
})
const router = createConsoleRouter(modules)
const host = document.getElementById('root')
if (!host) throw new Error('no #root in index.html')

createRoot(host).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
)
