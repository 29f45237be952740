import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { formatQuery, NoPermission, PageSkeleton } from '@yijian/web-kit'
import { useEffect, type FunctionComponent } from 'react'
import { Frame } from './frame/frame.tsx'
import type { ConsoleModule, PageRoute } from './module.ts'
import { BrokenPage, MissingPage } from './pages/fallbacks.tsx'
import { SignedInGate } from './pages/gate.tsx'
import { menuFor } from './frame/menu.ts'
import { Redirect } from './redirect.tsx'
import { allows, useSession } from './session.tsx'

const PRODUCT = '医鉴 · 医保基金监管'

/** All addresses of the console, made from what the modules register. */
export function createConsoleRouter(modules: readonly ConsoleModule[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: MissingPage })
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
  })
  const frame = createRoute({
    getParentRoute: () => root,
    id: 'frame',
    component: () => (
      <SignedInGate>
        <Frame modules={modules} />
      </SignedInGate>
    ),
  })
  const pages = [...modules.flatMap((module) => module.routes), ...shellPages].map((page) =>
    createRoute({ getParentRoute: () => frame, path: page.path, component: guarded(page, modules) }),
  )
  return createRouter({
    routeTree: root.addChildren([signIn, frame.addChildren(pages)]),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (values) => {
      const text = formatQuery(values)
      return text === '' ? '' : `?${text}`
    },
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 120,
    defaultErrorComponent: BrokenPage,
  })
}

const shellPages: readonly PageRoute[] = [
  { path: '/jobs', title: '任务', access: 'signed-in', page: async () => (await import('./pages/jobs.tsx')).JobsPage },
]

/** A page that this account may not open says so in its place, inside the frame. */
function guarded(page: PageRoute, modules: readonly ConsoleModule[]): FunctionComponent {
  const Page = lazyRouteComponent(async () => ({ default: await page.page() }))
  function Guarded() {
    const session = useSession()
    useEffect(() => {
      document.title = `${page.title} · ${PRODUCT}`
    }, [])
    if (allows(session, page.access)) return <Page />
    // Whoever has no home page lands on the first page that is theirs.
    const first = page.path === '/' ? menuFor(modules, session)[0]?.entries[0] : undefined
    return first ? (
      <Redirect to={first.to} />
    ) : (
      <div className="yj-page">
        <NoPermission what={page.title} />
      </div>
    )
  }
  return Guarded
}
