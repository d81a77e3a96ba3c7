using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>Runs the loops of a pump until the first ends, then ends the others and completes both ends of the channel that it was handed.</summary>
internal static class Pump
{
    public static async Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken, params Func<CancellationToken, Task>[] loops)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = loops.Select(loop => Task.Run(() => loop(end.Token), CancellationToken.None)).ToArray();
        var first = await Task.WhenAny(running).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first.ConfigureAwait(false);
            return new PumpEnd(PumpEndKind.ChannelEnded);
        }
        catch (EndOfStreamException ended)
        {
            return new PumpEnd(PumpEndKind.ChannelEnded, Detail: ended.Message);
        }
        catch (StaleInputException)
        {
            return new PumpEnd(PumpEndKind.StaleInput);
        }
        catch (RfbException fault)
        {
            return new PumpEnd(PumpEndKind.ProtocolFault, fault.Fault, fault.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new PumpEnd(PumpEndKind.Cancelled);
        }
        finally
        {
            await channel.Output.CompleteAsync().ConfigureAwait(false);
            await channel.Input.CompleteAsync().ConfigureAwait(false);
        }
    }
}
