using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Rfb;

/// <summary>
/// Version, security and the two init messages (RFC 6143, 7.1–7.3) for 3.3, 3.7 and 3.8. The versions differ in three places: in 3.3 the server
/// chooses the security type; before 3.8 there is no SecurityResult for None; only 3.8 gives a reason for a refusal.
/// </summary>
internal sealed class ViewerHandshake(ViewerWire wire, ViewerOptions options)
{
    private const byte None = 1;
    private const byte Password = 2;
    private static ReadOnlySpan<byte> Ours => "RFB 003.008\n"u8;

    /// <summary>Runs to the viewer's ClientInit.</summary>
    /// <param name="authenticated">Called when the password was right, or none was needed.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>False: wrong password.</returns>
    public async ValueTask<bool> RunAsync(Action? authenticated, CancellationToken cancellationToken)
    {
        wire.Output.Write(Ours);
        await wire.SendAsync(cancellationToken).ConfigureAwait(false);
        var minor = ReadMinor(await wire.ReadAsync(Ours.Length, cancellationToken).ConfigureAwait(false));
        await AgreeOnSecurityAsync(minor, cancellationToken).ConfigureAwait(false);
        if (options.Password is { } password && !await CheckAsync(password, minor, cancellationToken).ConfigureAwait(false))
            return false;
        if (options.Password is null && minor >= 8)
            await SendNumberAsync(0, cancellationToken).ConfigureAwait(false);
        authenticated?.Invoke();
        await wire.ReadAsync(1, cancellationToken).ConfigureAwait(false); // shared or not: any number of viewers is always fine
        return true;
    }

    /// <summary>Tells size, pixel format and name.</summary>
    public ValueTask SendInitAsync(int width, int height, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetBytes(options.Name);
        var init = wire.Output.GetSpan(24);
        BinaryPrimitives.WriteUInt16BigEndian(init, (ushort)width);
        BinaryPrimitives.WriteUInt16BigEndian(init[2..], (ushort)height);
        PixelFormat.Bgrx.Write(init[4..]);
        BinaryPrimitives.WriteInt32BigEndian(init[20..], name.Length);
        wire.Output.Advance(24);
        wire.Output.Write(name);
        return wire.SendAsync(cancellationToken);
    }

    private static int ReadMinor(ReadOnlySpan<byte> version)
    {
        if (!version.StartsWith("RFB 003."u8) || version[^1] != (byte)'\n' || !int.TryParse(version[8..11], out var minor))
            throw new RfbException(RfbFault.BadHandshake, "no RFB version");
        return minor switch
        {
            >= 8 => 8, // macOS says 889, others 4 to 6: RFC 6143 has them treated as the next lower
            7 => 7,
            _ => 3,
        };
    }

    private async ValueTask AgreeOnSecurityAsync(int minor, CancellationToken cancellationToken)
    {
        var type = options.Password is null ? None : Password;
        if (minor == 3)
        {
            await SendNumberAsync(type, cancellationToken).ConfigureAwait(false);
            return;
        }

        wire.Output.Write<byte>([1, type]);
        await wire.SendAsync(cancellationToken).ConfigureAwait(false);
        var chosen = await wire.ReadAsync(1, cancellationToken).ConfigureAwait(false);
        if (chosen[0] != type)
            throw new RfbException(RfbFault.BadHandshake, $"security type {chosen[0]}");
    }

    private async ValueTask<bool> CheckAsync(string password, int minor, CancellationToken cancellationToken)
    {
        var challenge = RandomNumberGenerator.GetBytes(VncAuth.ChallengeLength);
        wire.Output.Write(challenge);
        await wire.SendAsync(cancellationToken).ConfigureAwait(false);
        var response = await wire.ReadAsync(VncAuth.ChallengeLength, cancellationToken).ConfigureAwait(false);
        var isRight = VncAuth.IsRight(password, challenge, response);
        if (!isRight && minor >= 8)
        {
            var reason = "Wrong password."u8;
            var length = wire.Output.GetSpan(8);
            BinaryPrimitives.WriteUInt32BigEndian(length, 1);
            BinaryPrimitives.WriteInt32BigEndian(length[4..], reason.Length);
            wire.Output.Advance(8);
            wire.Output.Write(reason);
            await wire.SendAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        await SendNumberAsync(isRight ? 0 : 1, cancellationToken).ConfigureAwait(false);
        return isRight;
    }

    private ValueTask SendNumberAsync(int number, CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt32BigEndian(wire.Output.GetSpan(4), number);
        wire.Output.Advance(4);
        return wire.SendAsync(cancellationToken);
    }
}
