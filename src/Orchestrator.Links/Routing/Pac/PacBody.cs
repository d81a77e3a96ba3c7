using System.Globalization;
using Orchestrator.Abstractions;
using Orchestrator.Pac;
using Orchestrator.Plugins.Shared.Http;
using Orchestrator.Plugins.Shared.HttpBodies;

namespace Orchestrator.Links.Routing.Pac;

/// <summary>Reads the body of an answer, or a file, as far as a PAC file may be long.</summary>
internal sealed class PacBody(Stream stream)
{
    /// <summary>The body that a head announces: by length, in chunks, or up to the end.</summary>
    /// <exception cref="DialException">PAC_INVALID: it is too large, or packed.</exception>
    /// <exception cref="IOException">It breaks off, or isn't proper.</exception>
    public async Task<byte[]> ReadAsync(HttpHead head, CancellationToken cancellationToken)
    {
        if (head.All("Content-Encoding").Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw Invalid("its server sends it packed, though it wasn't asked to");
        if (head.HasToken("Transfer-Encoding", "chunked"))
            return await new PacBody(new ChunkedBody(stream)).ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (head.Single("Content-Length") is not { } announced)
            return await ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (!int.TryParse(announced, NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > PacLimits.ScriptBytes)
            throw TooLarge();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return body;
    }

    /// <summary>All that comes.</summary>
    /// <exception cref="DialException">PAC_INVALID: it is too large.</exception>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var part = new byte[16 << 10];
        while (await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            Add(body, part.AsSpan(0, read));
        return body.ToArray();
    }

    private static void Add(MemoryStream body, ReadOnlySpan<byte> part)
    {
        if (body.Length + part.Length > PacLimits.ScriptBytes)
            throw TooLarge();
        body.Write(part);
    }

    private static DialException TooLarge() => Invalid($"it is larger than {PacLimits.ScriptBytes >> 10} KiB");

    private static DialException Invalid(string why) =>
        new(PacCodes.Invalid, $"The PAC file can't be used: {why}. Ask the IT department to correct it, or name the proxy itself in the site file.");
}
