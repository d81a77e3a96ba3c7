using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.Testbed.Operator;

/// <summary>
/// A simulated person at the instrument: hears the phone, reads prompts, answers by habit. It replaces the terminal face; the
/// shipped QuickSupport has no such mode, and a run with it says so in each of its records.
/// </summary>
public sealed class ScriptedOperator(OperatorHabits habits, Phone phone, TimeProvider time) : IQuickSupportFace
{
    private readonly List<OperatorPrompt> _prompts = [];
    private readonly TaskCompletionSource<SessionSummary> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OperatorDesk? _desk;
    private int _misheard;
    private int _typing;
    private bool _named;
    private bool _willRevoke;

    /// <summary>The summary that QuickSupport shows at the end; faults when there was no session.</summary>
    public Task<SessionSummary> Summary => _finished.Task;

    /// <summary>Prompts that were shown, word for word.</summary>
    public IReadOnlyList<OperatorPrompt> Prompts => [.. _prompts];

    /// <inheritdoc/>
    public void Attach(OperatorDesk desk) => _desk = desk;

    /// <inheritdoc/>
    public bool HasEnded => _finished.Task.IsCompleted;

    /// <inheritdoc/>
    public void Update(OperatorView view)
    {
        if (view.State.Number is { } number && !_named && _desk is { } desk)
        {
            _named = true;
            desk.Controls.StateName(habits.Name, desk.OsAccount);
            phone.ReadNumber(number.ToString(), desk.Pin.Reveal());
        }

        if (view.Sas && Interlocked.Exchange(ref _typing, 1) == 0)
        {
            _ = TypeDigitsAsync();
        }

        if (habits.RevokesAfter is { } span && !_willRevoke && view.State.Grants.Count > 0)
        {
            _willRevoke = true;
            _ = AfterAsync(span, () => _desk?.Controls.RevokeAll());
        }
    }

    /// <inheritdoc/>
    public async Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        lock (_prompts)
        {
            _prompts.Add(prompt);
        }

        if (habits.IsAbsent)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(habits.AnswerAfter, time, cancellationToken).ConfigureAwait(false);
        return habits.Refuses.Contains(prompt.Capability)
            ? new PromptAnswer.Refused()
            : await AllowAsync(prompt, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Finished(SessionSummary summary) => _finished.TrySetResult(summary);

    /// <inheritdoc/>
    public void Failed(string sentence)
    {
        phone.HangUp(sentence);
        _finished.TrySetException(new InvalidOperationException(sentence));
    }

    /// <summary>What the shipped face does when a person says yes: the place of a file is planned before, and only what was planned is allowed.</summary>
    private async Task<PromptAnswer> AllowAsync(OperatorPrompt prompt, CancellationToken cancellationToken)
    {
        if (prompt.File is not { } file || _desk is not { } desk)
        {
            return new PromptAnswer.Allowed();
        }

        var files = desk.Files.Within(prompt.Files);
        var plan = prompt.Capability == Capability.SendFile ? files.PlanReceive(file) : files.PlanFetch(file.Name);
        if (!plan.IsPossible)
        {
            return new PromptAnswer.Unanswered(AskOutcome.FileNotAllowed);
        }

        var offer = prompt.Capability == Capability.SendFile ? file : await files.DescribeAsync(plan, file.Name, cancellationToken).ConfigureAwait(false);
        return new PromptAnswer.Allowed(offer, plan.Path);
    }

    private async Task TypeDigitsAsync()
    {
        var digits = await phone.Digits.ConfigureAwait(false);
        while (_misheard < habits.Mishears)
        {
            _misheard++;
            _desk?.Controls.TypeSas(digits == "000000" ? "111111" : "000000");
            await Task.Delay(habits.AnswerAfter, time).ConfigureAwait(false);
        }

        _desk?.Controls.TypeSas(digits);
    }

    private async Task AfterAsync(TimeSpan span, Action act)
    {
        await Task.Delay(span, time).ConfigureAwait(false);
        act();
    }
}
