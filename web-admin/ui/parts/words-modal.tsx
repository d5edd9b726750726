import { Button, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'

interface WordsModalProps {
  opened: boolean
  title: string
  label: string
  submit: string
  onClose: () => void
  onSubmit: (words: string) => void
}

/** Asks for a few words that may stay empty. */
export function WordsModal({ opened, title, label, submit, onClose, onSubmit }: WordsModalProps) {
  const [words, setWords] = useState('')
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(words.trim())
          setWords('')
          onClose()
        }}
      >
        <Stack>
          <Textarea
            label={label}
            autosize
            minRows={2}
            maxLength={1000}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit">{submit}</Button>
        </Stack>
      </form>
    </Modal>
  )
}
