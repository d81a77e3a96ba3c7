namespace Orchestrator.Plugins.Capture.Simulated.TestCard;

/// <summary>What input did to the test card.</summary>
internal sealed class CardState
{
    /// <summary>Cells in the row of keys; older ones fall out at the left.</summary>
    public const int Cells = 32;

    private readonly Queue<uint> keys = new();

    /// <summary>Events so far.</summary>
    public long Inputs { get; set; }

    /// <summary>The pointer; buttons as in an input event.</summary>
    public (int X, int Y, int Buttons) Pointer { get; set; }

    /// <summary>The last keys pressed, oldest first.</summary>
    public IReadOnlyCollection<uint> Keys => keys;

    /// <summary>Notes a key; only presses show.</summary>
    public void Key(uint keysym, bool down)
    {
        if (!down)
            return;
        if (keys.Count == Cells)
            keys.Dequeue();
        keys.Enqueue(keysym);
    }
}
