using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Pac;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Links.Routing.Pac;

/// <summary>
/// Gets a PAC file from the place that the settings name and from nowhere else: a redirect is a failure, and a proxy isn't used, since the file is what
/// says which.
/// </summary>
internal sealed class PacFetcher(INetwork network, OuterTlsRules rules, TimeProvider time)
{
    /// <summary>The file's bytes.</summary>
    /// <exception cref="DialException">PAC_UNREACHABLE or PAC_INVALID.</exception>
    public async Task<byte[]> FetchAsync(PacLocation from, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(DialerLimits.PacFile, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return from.Path is { } path ? await ReadAsync(path, stop.Token).ConfigureAwait(false) : await GetAsync(from.Address!, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(from, $"it didn't come within {DialerLimits.PacFile.TotalSeconds:0} s");
        }
        catch (DialException failure) when (failure.Code is not PacCodes.Invalid)
        {
            throw Unreachable(from, Why(failure.Code), failure);
        }
        catch (Exception e) when (e is HttpHeadException or IOException or UnauthorizedAccessException && e is not DialException)
        {
            throw Unreachable(from, e is HttpHeadException ? $"the answer can't be read: {e.Message}" : e.GetType().Name, e);
        }
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
        return await new PacBody(file).ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        var to = new Endpoint(address.IdnHost, address.Port, IsProxy: true);
        var (tcp, _) = await new TcpConnector(network, time).ConnectAsync(to, cancellationToken).ConfigureAwait(false);
        await using (tcp.ConfigureAwait(false))
        {
            var stream = address.Scheme == "https" ? (await new OuterTls(time).ConnectAsync(tcp, to, ["http/1.1"], rules, cancellationToken).ConfigureAwait(false)).Stream : tcp;
            await stream.WriteAsync(Request(address), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            var head = await HttpHeadReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
            return head.Status == 200
                ? await new PacBody(stream).ReadAsync(head, cancellationToken).ConfigureAwait(false)
                : throw new HttpHeadException(HttpHeadProblem.Garbage, head.Status is >= 300 and < 400
                    ? $"status {head.Status} sends elsewhere, and this program goes only where the site file says"
                    : $"status {head.Status}");
        }
    }

    private static byte[] Request(Uri address) => Encoding.ASCII.GetBytes(
        $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {(address.IsDefaultPort ? address.IdnHost : address.Authority)}\r\nAccept: application/x-ns-proxy-autoconfig, */*\r\nConnection: close\r\n\r\n");

    private static string Why(string code) => code switch
    {
        DialCodes.ProxyUnreachable => "its server isn't found or doesn't answer",
        _ when code.StartsWith("TLS_", StringComparison.Ordinal) => $"its server's certificate or TLS isn't accepted ({code})",
        _ => code,
    };

    private static DialException Unreachable(PacLocation from, string why, Exception? inner = null) => new(
        PacCodes.Unreachable,
        $"The PAC file {from} can't be got: {why}. Check its place in the site file, and that it can be read from this computer; or name the proxy itself in the site file.",
        inner);
}
