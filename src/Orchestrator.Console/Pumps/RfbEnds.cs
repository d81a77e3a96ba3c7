using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.Technicians.Pumps;

/// <summary>How a screen pump's end reads for the session.</summary>
internal static class RfbEnds
{
    public static PumpEnd Map(Rfb.PumpEnd end) => end.Kind == PumpEndKind.ProtocolFault
        ? new PumpEnd(PumpOutcome.Violation, $"{end.Fault}: {end.Detail}")
        : new PumpEnd(PumpOutcome.Cut);
}

/// <summary>The input half of a channel on which the instrument says nothing.</summary>
internal static class SilentInput
{
    /// <summary>Returns when the channel ends; a byte is a violation.</summary>
    public static async Task<PumpEnd> WatchAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            return read.Buffer.IsEmpty ? new PumpEnd(PumpOutcome.Cut) : new PumpEnd(PumpOutcome.Violation, "bytes on a channel that has none");
        }
        catch (OperationCanceledException)
        {
            return new PumpEnd(PumpOutcome.Cut);
        }
        finally
        {
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }
}
