using Orchestrator.Domain;

namespace Orchestrator.Actors.Links;

/// <summary>
/// What follows when a party isn't heard: after 15 s every channel is held, after 30 s the session ends. What is heard is only counted elsewhere, so that
/// no message waits for this. Not for several threads.
/// </summary>
internal sealed class SilenceWatch(Party whose, TimeProvider time)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(30);

    private readonly long _startedAt = time.GetTimestamp();
    private long? _heardAt;
    private long _heard;
    private bool _isLate;

    /// <summary>How long the party hasn't been heard; as of the last look.</summary>
    public TimeSpan Silence => time.GetElapsedTime(_heardAt ?? _startedAt);

    /// <summary>Looks at how often the party was heard so far; null when nothing follows from it.</summary>
    public SessionCommand? Look(long heard)
    {
        if (heard != _heard)
        {
            _heard = heard;
            _heardAt = time.GetTimestamp();
            var wasLate = _isLate;
            _isLate = false;
            return wasLate ? new HostCommands.RestoreLink(whose) : null;
        }

        var silence = time.GetElapsedTime(_heardAt ?? _startedAt);
        if (silence >= Gone)
        {
            return new HostCommands.End(Party.Instrument, EndReason.LinkLost);
        }

        if (silence < Late || _isLate)
        {
            return null;
        }

        _isLate = true;
        return new HostCommands.LoseLink(whose);
    }
}
