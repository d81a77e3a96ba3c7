using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Routing;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Accounts that a person typed, each for the one proxy that it was typed for. Passwords are kept as bytes, so that they can be overwritten; the text that a
/// plugin gets of one can't be.
/// </summary>
internal sealed class TypedLogins : IDisposable
{
    /// <summary>The first time and two more: then the account may be near its lock.</summary>
    public const int Most = 3;

    private readonly Dictionary<ProxyAddress, Entry> entries = [];
    private readonly Lock gate = new();

    /// <summary>True when a person may be asked about this proxy.</summary>
    public bool MayAsk(Route route)
    {
        lock (gate)
            return !entries.TryGetValue(route.Proxy, out var entry) || (entry.Asked < Most && !entry.IsDeclined);
    }

    /// <summary>What was typed for this proxy; null when nothing was.</summary>
    public ProxyCredential? Of(Route route)
    {
        lock (gate)
            return entries.TryGetValue(route.Proxy, out var entry) && entry.Password is { } password ? new ProxyCredential(entry.User, Encoding.UTF8.GetString(password)) : null;
    }

    /// <summary>What a person answered; null: has none.</summary>
    public void Note(Route route, ProxyCredential? typed)
    {
        lock (gate)
        {
            var before = entries.GetValueOrDefault(route.Proxy);
            CryptographicOperations.ZeroMemory(before?.Password);
            entries[route.Proxy] = new Entry(typed?.UserName ?? "", typed is null ? null : Encoding.UTF8.GetBytes(typed.Password), (before?.Asked ?? 0) + 1, typed is null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var entry in entries.Values)
                CryptographicOperations.ZeroMemory(entry.Password);
            entries.Clear();
        }
    }

    private sealed record Entry(string User, byte[]? Password, int Asked, bool IsDeclined)
    {
        public override string ToString() => $"Entry {{ User = {User} }}";
    }
}
