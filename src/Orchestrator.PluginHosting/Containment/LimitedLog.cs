using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A plugin's log that can't be flooded: one short line each, so many in a time, and a count of what was left out.</summary>
internal sealed class LimitedLog(IPluginLog log, TimeProvider time) : IPluginLog
{
    private const int Lines = 100;
    private const int Length = 500;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock sync = new();
    private long begin = time.GetTimestamp();
    private int written;
    private int leftOut;

    /// <inheritdoc />
    public void Write(PluginLogLevel level, int eventId, string text)
    {
        int missing;
        lock (sync)
        {
            missing = NextWindow();
            if (written >= Lines)
            {
                leftOut++;
                return;
            }

            written++;
        }

        if (missing > 0)
            log.Write(PluginLogLevel.Warning, 0, $"{missing} further lines were left out: more than {Lines} came within {Window.TotalSeconds:0} s.");
        log.Write(level, eventId, OneLine.Of(text ?? "", Length));
    }

    private int NextWindow()
    {
        if (time.GetElapsedTime(begin) < Window)
            return 0;
        var missing = leftOut;
        (begin, written, leftOut) = (time.GetTimestamp(), 0, 0);
        return missing;
    }
}
