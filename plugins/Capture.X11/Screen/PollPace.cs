namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>How long to wait between looks at a screen that can't tell of changes: short while it changes, longer and longer when not.</summary>
internal sealed class PollPace
{
    /// <summary>About thirty looks a second while something moves.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(33);

    /// <summary>Two looks a second when idle: comparing a whole 1080p picture more often costs over 1 % of a core.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait before the next look.</summary>
    public TimeSpan Wait { get; private set; } = Shortest;

    /// <summary>Adjusts to what the last look found.</summary>
    public void Note(bool changed)
    {
        var doubled = Wait * 2;
        Wait = changed ? Shortest : doubled < Longest ? doubled : Longest;
    }
}
