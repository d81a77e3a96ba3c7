using System.IO.Pipelines;

namespace Orchestrator.Rfb.Tests;

/// <summary>One channel in memory: what the instrument writes, the console reads, and the other way round.</summary>
internal sealed class ChannelPair
{
    private readonly Pipe toConsole;
    private readonly Pipe toInstrument;

    public ChannelPair(long pauseAt = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: pauseAt, resumeWriterThreshold: pauseAt / 2, useSynchronizationContext: false);
        (toConsole, toInstrument) = (new Pipe(options), new Pipe(options));
        Instrument = new End(toInstrument.Reader, toConsole.Writer);
        Console = new End(toConsole.Reader, toInstrument.Writer);
    }

    public IDuplexPipe Instrument { get; }

    public IDuplexPipe Console { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
