using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.QuickSupport.Face.Terminal;
using Orchestrator.QuickSupport.Files;

namespace Orchestrator.QuickSupport.Face.Prompts;

/// <summary>
/// One prompt on the screen. It takes keys only once it is armed, that is after everything typed before was forgotten; the yes is a code drawn for this
/// prompt alone, anything else of four digits is a no. Guarded by the face's lock.
/// </summary>
internal sealed class ShownPrompt(PromptDraft draft, string code, OperatorFiles files, TimeSpan timeOut, long shownAt)
{
    private readonly IReadOnlyList<string> _offered = draft.IsChoice ? PromptDraft.Offered(files) : [];
    private readonly TaskCompletionSource<PromptDecision> _erased = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _typed = "";
    private string _fault = "";

    /// <summary>With the file that the operator chose, once he did.</summary>
    public PromptDraft Draft { get; private set; } = draft;

    /// <summary>When it was asked for, by the face's clock.</summary>
    public long ShownAt { get; } = shownAt;

    /// <summary>True once its code is on the screen and keys count.</summary>
    public bool IsArmed { get; set; }

    /// <summary>Null while it isn't decided.</summary>
    public PromptDecision? Decision { get; private set; }

    /// <summary>Completes when it is decided and nothing of it is on the screen any more.</summary>
    public Task<PromptDecision> Erased => _erased.Task;

    /// <summary>The face painted over it.</summary>
    public void NoteErased() => _erased.TrySetResult(Decision ?? PromptDecision.Withdrawn);

    /// <summary>Ends it from outside; a decision that was there before stays.</summary>
    public void Withdraw() => Decision ??= PromptDecision.Withdrawn;

    /// <summary>Takes one key.</summary>
    public void Press(TerminalKey key)
    {
        if (!IsArmed || Decision is not null)
            return;
        if (Draft.IsChoice)
            Choose(key);
        else
            TypeCode(key);
    }

    /// <summary>What is on the screen.</summary>
    public ImmutableArray<string> Lines(TimeSpan elapsed)
    {
        if (!IsArmed)
            return ["A question is coming; please don't type for a moment …"];
        var left = (int)Math.Max(0, (timeOut - elapsed).TotalSeconds);
        IEnumerable<string> ask = Draft.IsChoice
            ? [.. Choice(), $"File: {_typed}▏", _fault]
            :
            [
                .. Draft.PlaceLines(),
                "",
                $"To say YES, type the code {code}. To say NO, press n.",
                $"Your answer: {_typed.PadRight(code.Length, '_')}",
            ];
        return [.. Draft.Prompt.Text.Split('\n'), .. ask, $"Without an answer in {left.ToString(CultureInfo.InvariantCulture)} s it is a no."];
    }

    private IEnumerable<string> Choice()
    {
        yield return "";
        yield return "Which file? Type its number or its path and press Enter. To say NO, press Esc.";
        for (var i = 0; i < _offered.Count; i++)
            yield return $"  {(i + 1).ToString(CultureInfo.InvariantCulture)}  {_offered[i]}";
    }

    private void TypeCode(TerminalKey key)
    {
        if (key.Kind == KeyKind.Escape || key.Is('n'))
            Decision = PromptDecision.No;
        else if (key.Kind == KeyKind.Backspace)
            _typed = _typed[..Math.Max(0, _typed.Length - 1)];
        else if (key.IsDigit)
            _typed += key.Text;

        // Enter and every letter mean nothing here: a code is whole when its last digit is typed, and one try is all there is.
        if (_typed.Length == code.Length)
            Decision = _typed == code ? PromptDecision.Yes : PromptDecision.No;
    }

    private void Choose(TerminalKey key)
    {
        switch (key.Kind)
        {
            case KeyKind.Escape:
                Decision = PromptDecision.No;
                break;
            case KeyKind.Backspace:
                _typed = _typed[..Math.Max(0, _typed.Length - 1)];
                break;
            case KeyKind.Text when _typed.Length < FileNames.PathCharacters:
                _typed += key.Text;
                break;
            case KeyKind.Enter when _typed.Length > 0:
                var path = int.TryParse(_typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _offered.Count
                    ? _offered[number - 1]
                    : _typed;
                var plan = files.PlanFetch(path);
                (Draft, _typed, _fault) = plan.IsPossible ? (Draft with { Plan = plan }, "", "") : (Draft, "", plan.Refusal!);
                break;
        }
    }
}

/// <summary>What became of a prompt.</summary>
internal enum PromptDecision
{
    /// <summary>The code.</summary>
    Yes,

    /// <summary>n, Esc, or another code.</summary>
    No,

    /// <summary>Taken away, or out of time.</summary>
    Withdrawn,
}
