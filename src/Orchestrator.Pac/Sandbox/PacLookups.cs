using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Pac.Sandbox;

/// <summary>
/// Name lookups of one evaluation, each name once. The script's thread waits here and does nothing else; the time isn't the script's, but it is bounded, and
/// so is the number.
/// </summary>
internal sealed class PacLookups(IPacNetwork network, PacBudget budget, TimeProvider time, CancellationToken stop)
{
    private readonly Dictionary<string, string?> known = new(StringComparer.OrdinalIgnoreCase);
    private TimeSpan left = PacLimits.AllLookups;

    /// <summary>This computer's address; 127.0.0.1 when it has none, as in browsers.</summary>
    public string OwnAddress => (network.OwnAddress ?? IPAddress.Loopback).ToString();

    /// <summary>The first IPv4 address of a name; null when it has none, or isn't found in time.</summary>
    public string? Resolve(string name)
    {
        if (Functions.AddressFunctions.Read(name) is not null)
            return name;
        if (known.TryGetValue(name, out var address))
            return address;
        if (known.Count == PacLimits.Lookups)
            throw PacFailures.Limit($"it looked up more than {PacLimits.Lookups} names");
        return known[name] = IsName(name) ? Ask(name) : null;
    }

    private string? Ask(string name)
    {
        var limit = left < PacLimits.Lookup ? left : PacLimits.Lookup;
        if (limit <= TimeSpan.Zero)
            return null;
        var begun = time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stop);
        using var answered = new ManualResetEventSlim();
        string? found = null;

        async Task AskAsync()
        {
            try
            {
                var addresses = await network.ResolveAsync(name, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
                found = addresses.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString();
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
            {
                // A name that isn't found, or not in time, has no address.
            }
            finally
            {
                answered.Set();
            }
        }

        _ = Task.Run(AskAsync, CancellationToken.None);
        answered.Wait(CancellationToken.None);
        var waited = time.GetElapsedTime(begun);
        left -= waited;
        budget.LeaveOut(waited);
        stop.ThrowIfCancellationRequested();
        return found;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 253 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
