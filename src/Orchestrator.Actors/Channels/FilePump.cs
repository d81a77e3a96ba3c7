using System.IO.Pipelines;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Channels;

/// <summary>What every pump of one file has in common, at either end: how its faults end the channel, and that its stream is completed.</summary>
public abstract class FilePump : IChannelPump
{
    /// <summary>The channel was cut.</summary>
    protected static PumpEnd Cut { get; } = new(PumpOutcome.Cut);

    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var wire = new FileWire(channel);
        try
        {
            return await MoveAsync(wire, gate, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await UnusableAsync(wire, e, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            return new PumpEnd(PumpOutcome.Violation, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Cut;
        }
        finally
        {
            await wire.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Moves the file.</summary>
    protected abstract Task<PumpEnd> MoveAsync(FileWire wire, ChannelGate gate, CancellationToken cancellationToken);

    /// <summary>The file at this end can't be read or written.</summary>
    protected abstract ValueTask<PumpEnd> UnusableAsync(FileWire wire, Exception problem, CancellationToken cancellationToken);
}
