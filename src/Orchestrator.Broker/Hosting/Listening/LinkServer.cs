using System.Net;
using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>Runs accepted links, however their transport came by them. The handler and the transport's pump end together, whichever ends first.</summary>
/// <param name="handler">What the broker does with a link.</param>
/// <param name="log">For the operator's log.</param>
/// <param name="stopping">Cancelled when the broker stops.</param>
internal sealed class LinkServer(Func<AcceptedLink, Task> handler, ILogger<LinkServer> log, CancellationToken stopping)
{
    /// <summary>Accepts by a transport and serves the link to its end.</summary>
    /// <param name="transport">Short name of the transport.</param>
    /// <param name="remote">Who connected; null when it isn't known.</param>
    /// <param name="accept">The transport's accepting half; null from it: there is no link, and whoever asked was told.</param>
    /// <param name="closed">Cancelled when the connection is gone.</param>
    /// <returns>False when the transport or the stranger failed, and nobody was told anything.</returns>
    public async Task<bool> ServeAsync(string transport, IPEndPoint? remote, Func<CancellationToken, ValueTask<ITransportLink?>> accept, CancellationToken closed)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, closed);
        var (isTold, link) = await AcceptAsync(transport, remote, accept, ended.Token);
        if (link is not null)
        {
            await RunAsync(link, transport, Address(remote), ended);
        }

        return isTold;
    }

    /// <summary>Accepts, and no more.</summary>
    /// <returns>The link, the caller's; whether the stranger was told where there is none.</returns>
    public async Task<(bool IsTold, ITransportLink? Link)> AcceptAsync(
        string transport, IPEndPoint? remote, Func<CancellationToken, ValueTask<ITransportLink?>> accept, CancellationToken cancellationToken)
    {
        try
        {
            using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            budget.CancelAfter(HostLimits.AcceptTimeout);
            return (true, await accept(budget.Token));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A stranger's broken request or a plugin's fault: the same bare answer to both.
            BrokerLog.AcceptFailed(log, transport, Address(remote), e.GetType().Name);
            return (false, null);
        }
    }

    /// <summary>Serves a link that hangs on no connection of its own, to its end.</summary>
    public async Task RunAsync(ITransportLink link, string transport, IPEndPoint? remote)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await RunAsync(link, transport, Address(remote), ended);
    }

    private static string Address(IPEndPoint? remote) =>
        remote is null ? "unknown" : new IPEndPoint(remote.Address.IsIPv4MappedToIPv6 ? remote.Address.MapToIPv4() : remote.Address, remote.Port).ToString();

    private async Task RunAsync(ITransportLink link, string transport, string address, CancellationTokenSource ended)
    {
        BrokerLog.LinkAccepted(log, transport, address);
        await using (link)
        {
            var pipes = PipePair.Create(HostLimits.PipeBytes);
            var handling = HandleAsync(new AcceptedLink(pipes.Host, address, transport, ended.Token));
            var pumping = PumpAsync(link, pipes, ended.Token);
            await Task.WhenAny(handling, pumping);

            // The handler gone: what it wrote is still delivered, because completing its pipe ends the pump in order.
            // The pump gone: completed pipes and the token tell the handler.
            if (pumping.IsCompleted)
            {
                await ended.CancelAsync();
            }

            await handling;
            await CompleteAsync(pipes);
            ended.CancelAfter(HostLimits.StopTimeout);
            var end = await pumping;
            BrokerLog.LinkEnded(log, transport, address, end.Reason, end.Detail);
        }
    }

    private async Task HandleAsync(AcceptedLink link)
    {
        await Task.Yield();
        try
        {
            await handler(link);
        }
        catch (OperationCanceledException)
        {
            // The link or the broker ended; that is no fault.
        }
        catch (Exception e)
        {
            BrokerLog.HandlerFailed(log, e, link.Transport, link.RemoteAddress);
        }
    }

    private static async Task<LinkEnd> PumpAsync(ITransportLink link, PipePair pipes, CancellationToken token)
    {
        await Task.Yield();
        try
        {
            return await link.RunAsync(pipes.Link, token);
        }
        catch (Exception e)
        {
            return new LinkEnd(token.IsCancellationRequested ? LinkEndReason.Cancelled : LinkEndReason.Lost, e.GetType().Name);
        }
        finally
        {
            await pipes.Link.Input.CompleteAsync();
            await pipes.Link.Output.CompleteAsync();
        }
    }

    private static async ValueTask CompleteAsync(PipePair pipes)
    {
        await pipes.Host.Output.CompleteAsync();
        await pipes.Host.Input.CompleteAsync();
    }
}
