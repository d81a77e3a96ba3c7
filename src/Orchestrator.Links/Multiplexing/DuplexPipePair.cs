using System.IO.Pipelines;

namespace Orchestrator.Links.Multiplexing;

/// <summary>Two bounded pipes, crossed: what one end writes the other reads.</summary>
public sealed class DuplexPipePair
{
    // One direction holds a few of the largest records; a whole picture never waits here.
    private const int Pause = 256 << 10;
    private const int Resume = 128 << 10;

    /// <summary>Makes both ends.</summary>
    public DuplexPipePair()
    {
        var options = new PipeOptions(pauseWriterThreshold: Pause, resumeWriterThreshold: Resume, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        Near = new End(back.Reader, there.Writer);
        Far = new End(there.Reader, back.Writer);
    }

    /// <summary>This side's end.</summary>
    public IDuplexPipe Near { get; }

    /// <summary>The other side's end, for a transport.</summary>
    public IDuplexPipe Far { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
