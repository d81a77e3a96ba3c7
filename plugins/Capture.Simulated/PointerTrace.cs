namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>Where the injected pointer stands: input writes it, a screen that draws the pointer reads it.</summary>
internal sealed class PointerTrace
{
    private long packed;

    /// <summary>Column and row of the last pointer event; 0, 0 before the first.</summary>
    public (int X, int Y) Position
    {
        get
        {
            var value = Interlocked.Read(ref packed);
            return ((int)(value >> 32), (int)value);
        }

        set => Interlocked.Exchange(ref packed, ((long)value.X << 32) | (uint)value.Y);
    }
}
