using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Links.Dialing;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.SimulatedNetwork.Network;

/// <summary>The network as the instrument PC has it: its resolver, its families of addresses, and a firewall that counts where it wants to go.</summary>
internal sealed class InstrumentView(Internet internet, NetworkSetup setup, ProxySetup? proxy, int latencyMilliseconds) : INetwork
{
    private static readonly TimeSpan ResolverTime = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<(HostRole? Role, string Destination), (long Tried, long Passed)> _hops = [];

    /// <summary>Where it wanted to go so far.</summary>
    public ImmutableArray<Hop> Hops
    {
        get
        {
            lock (_gate)
                return [.. _hops.Select(one => new Hop(one.Key.Role, one.Key.Destination, one.Value.Tried, one.Value.Passed)).OrderBy(hop => hop.Destination, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name, out var literal))
            return [literal];

        // Without any resolver in its settings a computer knows at once that it can't ask.
        if (setup.Names == NameService.Absent)
            throw new SocketException((int)SocketError.TryAgain);
        var passes = setup.Allow.Contains(HostRole.Dns);
        Count(HostRole.Dns, $"{SitePlan.Dns}:53/udp", passes);
        if (!passes)
            await GiveUpAsync(cancellationToken).ConfigureAwait(false);
        await DelayAsync(cancellationToken).ConfigureAwait(false);
        var isSite = name.EndsWith($".{SiteNames.SiteDomain}", StringComparison.OrdinalIgnoreCase);
        var found = setup.Names == NameService.SiteOnly && !isSite ? [] : internet.Resolve(name);
        return found.Length > 0 ? found : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
    {
        if (!SitePlan.Has(setup.Addresses, to.AddressFamily))
            throw new SocketException((int)SocketError.NetworkUnreachable);
        var role = internet.RoleOf(to.Address);
        var passes = role is { } known && setup.Allow.Contains(known) && to.Port == SiteNames.Port(known, proxy?.Kind ?? ProxyKind.Http) && SitePlan.Works(setup.Addresses, to.AddressFamily);
        Count(role, $"{to}/tcp", passes);
        if (!passes && setup.Blocked == BlockAction.Reject && SitePlan.Works(setup.Addresses, to.AddressFamily))
            throw new SocketException((int)SocketError.ConnectionRefused);
        if (!passes)
            await NeverAsync(cancellationToken).ConfigureAwait(false);
        await DelayAsync(cancellationToken).ConfigureAwait(false);
        return internet.ConnectInstrument(to);
    }

    /// <summary>There and back.</summary>
    private Task DelayAsync(CancellationToken cancellationToken) => latencyMilliseconds == 0
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(2 * latencyMilliseconds), internet.Time, cancellationToken);

    /// <summary>A resolver that doesn't answer: the system asks it no longer than this, and says that it may be asked again.</summary>
    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        using var waiting = internet.Quiet.Wait();
        await Task.Delay(ResolverTime, internet.Time, cancellationToken).ConfigureAwait(false);
        throw new SocketException((int)SocketError.TryAgain);
    }

    /// <summary>A swallowed packet: no answer will come.</summary>
    private async Task NeverAsync(CancellationToken cancellationToken)
    {
        using var waiting = internet.Quiet.Wait();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
    }

    private void Count(HostRole? role, string destination, bool passed)
    {
        internet.Quiet.Moved();
        lock (_gate)
        {
            var (tried, let) = _hops.GetValueOrDefault((role, destination));
            _hops[(role, destination)] = (tried + 1, let + (passed ? 1 : 0));
        }
    }
}
