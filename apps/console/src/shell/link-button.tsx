import { useNavigate } from '@tanstack/react-router'
import { Button, type ButtonProps } from 'antd'

/** A button that is a link inside the console: opens in place, or in a new tab with Ctrl. */
export function LinkButton({ href, ...props }: Omit<ButtonProps, 'href' | 'onClick'> & { readonly href: string }) {
  const navigate = useNavigate()
  return (
    <Button
      {...props}
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        void navigate({ href })
      }}
    />
  )
}
