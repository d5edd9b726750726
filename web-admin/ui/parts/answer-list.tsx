import classes from './answer-list.module.css'

/** What a client answered to a script: question and answer, in order. */
export function AnswerList({ answers }: { answers: readonly { label: string; text: string }[] }) {
  return (
    <dl className={classes.list}>
      {answers.map((answer) => (
        <div key={answer.label}>
          <dt>{answer.label}</dt>
          <dd>{answer.text}</dd>
        </div>
      ))}
    </dl>
  )
}
