namespace Orchestrator.QuickSupport.Face.Prompts;

/// <summary>
/// Prompts that are decided and painted over, and that may still be seen: a terminal takes text before it draws it. It is asked to report twice, one
/// report after the other: the second comes from a terminal that has drawn everything before the first. One that never reported at all has its time; one
/// that did is waited for, however long it takes on a busy computer. Guarded by the face's lock.
/// </summary>
internal sealed class LeavingPrompts(TimeProvider time, TimeSpan longest)
{
    private const int Reports = 2;

    private readonly List<ShownPrompt> _prompts = [];
    private int _asked;
    private int _answered;
    private long _since;
    private bool _reports;

    /// <summary>A prompt that is about to be painted over.</summary>
    public void Add(ShownPrompt prompt)
    {
        _prompts.Add(prompt);
        (_asked, _answered, _since) = (0, 0, time.GetTimestamp());
    }

    /// <summary>The terminal reported.</summary>
    public void NoteReport() => (_reports, _answered) = (true, Math.Min(_asked, _answered + 1));

    /// <summary>True when the terminal is to be asked now. Call after painting.</summary>
    public bool MustAsk()
    {
        if (_prompts.Count == 0 || _answered < _asked || _asked == Reports)
            return false;
        _asked++;
        return true;
    }

    /// <summary>Those that can't be seen any more; each is given once.</summary>
    public IReadOnlyList<ShownPrompt> TakeGone()
    {
        if (_prompts.Count == 0 || (_answered < Reports && (_reports || time.GetElapsedTime(_since) < longest)))
            return [];
        return TakeAll();
    }

    /// <summary>All of them, seen or not.</summary>
    public IReadOnlyList<ShownPrompt> TakeAll()
    {
        ShownPrompt[] all = [.. _prompts];
        _prompts.Clear();
        return all;
    }
}
