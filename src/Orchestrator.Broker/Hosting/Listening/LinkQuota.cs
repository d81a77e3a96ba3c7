using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Broker.Hosting.Listening;

/// <summary>How many links of many requests may be there, or coming about, at once: altogether and from one address. Callable from any thread.</summary>
internal sealed class LinkQuota
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, int> _ofOne = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a place; null when there is none left. Disposing gives it back.</summary>
    public IDisposable? Take(IPAddress? address)
    {
        var source = Source(address);
        lock (_sync)
        {
            var taken = _ofOne.GetValueOrDefault(source);
            if (_all >= HostLimits.MaxManyRequestLinks || taken >= HostLimits.MaxManyRequestLinksOfOne)
            {
                return null;
            }

            _all++;
            _ofOne[source] = taken + 1;
        }

        return new Place(this, source);
    }

    // Whoever has one IPv6 address has the whole /64.
    private static string Source(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private void GiveBack(string source)
    {
        lock (_sync)
        {
            _all--;
            if (--_ofOne[source] == 0)
            {
                _ofOne.Remove(source);
            }
        }
    }

    private sealed class Place(LinkQuota quota, string source) : IDisposable
    {
        private int _isGiven;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGiven, 1) == 0)
            {
                quota.GiveBack(source);
            }
        }
    }
}
