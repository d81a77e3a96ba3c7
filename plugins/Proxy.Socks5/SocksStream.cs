using System.Buffers.Binary;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.Socks5;

/// <summary>The messages of RFC 1928 and 1929. Reads exactly what belongs to an answer, however it comes in pieces: what stands behind is the tunnel's.</summary>
internal sealed class SocksStream(Stream stream, TimeProvider time)
{
    private const byte Version = 5;
    private const byte PasswordVersion = 1;
    private const byte ConnectCommand = 1;
    private const byte NameType = 3;

    /// <summary>Offers both methods; returns the one that the proxy takes.</summary>
    public async Task<SocksMethod> GreetAsync(CancellationToken cancellationToken)
    {
        await SendAsync([Version, 2, (byte)SocksMethod.None, (byte)SocksMethod.Password], cancellationToken).ConfigureAwait(false);
        var version = await ReadAsync(1, first: true, cancellationToken).ConfigureAwait(false);
        if (version[0] != Version)
            throw new SocksException(SocksProblem.Garbage, version[0] == 'H' ? "it looks like an HTTP proxy: write http:// in place of socks5://" : $"its answer begins with {version[0]}, not with {Version}");
        return (SocksMethod)(await ReadAsync(1, first: false, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>Sends user name and password, once. A proxy that closes in place of an answer has refused them.</summary>
    public async Task<bool> SignInAsync(byte[] user, byte[] password, CancellationToken cancellationToken)
    {
        await SendAsync([PasswordVersion, (byte)user.Length, .. user, (byte)password.Length, .. password], cancellationToken).ConfigureAwait(false);
        try
        {
            // Not all servers take the version of RFC 1929 in their answer; the status is what counts.
            var answer = await ReadAsync(2, first: true, cancellationToken).ConfigureAwait(false);
            return answer[1] == 0;
        }
        catch (SocksException problem) when (problem.Problem is SocksProblem.Closed or SocksProblem.Garbage)
        {
            return false;
        }
    }

    /// <summary>Asks for the tunnel; returns the reply's code, 0 for yes.</summary>
    public async Task<byte> ConnectAsync(ProxyTarget target, CancellationToken cancellationToken)
    {
        var name = Encoding.ASCII.GetBytes(target.Host);
        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, checked((ushort)target.Port));
        await SendAsync([Version, ConnectCommand, 0, NameType, (byte)name.Length, .. name, .. port], cancellationToken).ConfigureAwait(false);
        var head = await ReadAsync(4, first: true, cancellationToken).ConfigureAwait(false);
        if (head[0] != Version || head[2] != 0)
            throw new SocksException(SocksProblem.Garbage, "its reply isn't one of SOCKS 5");
        if (head[1] != 0)
            return head[1];
        var address = head[3] switch
        {
            1 => 4,
            NameType => (await ReadAsync(1, first: false, cancellationToken).ConfigureAwait(false))[0],
            4 => 16,
            _ => throw new SocksException(SocksProblem.Garbage, $"its reply has an address of the unknown type {head[3]}"),
        };
        await ReadAsync(address + 2, first: false, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private Task SendAsync(byte[] bytes, CancellationToken cancellationToken) => InTimeAsync(
        async token =>
        {
            await stream.WriteAsync(bytes, token).ConfigureAwait(false);
            await stream.FlushAsync(token).ConfigureAwait(false);
            return bytes;
        },
        cancellationToken);

    private Task<byte[]> ReadAsync(int count, bool first, CancellationToken cancellationToken) => InTimeAsync(
        async token =>
        {
            var bytes = new byte[count];
            for (var read = 0; read < count;)
            {
                var more = await stream.ReadAsync(bytes.AsMemory(read), token).ConfigureAwait(false);
                if (more == 0)
                    throw first && read == 0 ? new SocksException(SocksProblem.Closed, "it ended before an answer") : new SocksException(SocksProblem.Garbage, "it ended in the middle of an answer");
                read += more;
            }

            return bytes;
        },
        cancellationToken);

    private async Task<byte[]> InTimeAsync(Func<CancellationToken, Task<byte[]>> step, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(SocksLimits.Answer, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocksException(SocksProblem.Silence, "");
        }
        catch (IOException problem) when (problem is not SocksException)
        {
            throw new SocksException(SocksProblem.Closed, "the connection broke");
        }
    }
}
