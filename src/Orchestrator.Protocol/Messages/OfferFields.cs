using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>A file offer inside a message: name, a flag, and size and hash when they are known.</summary>
internal static class OfferFields
{
    public static void Write(WireWriter to, FileOffer offer)
    {
        var known = offer.Size >= 0;
        if (known == (offer.Sha256.Length == 0))
            throw new ArgumentException("Size and hash of a file are known together or not at all.", nameof(offer));
        to.Text(offer.Name, ProtocolLimits.MaxPath);
        to.Flag(known);
        if (!known)
            return;
        to.Count(offer.Size, ProtocolLimits.MaxFileSize);
        to.Fixed(Hex.Read(offer.Sha256), 32);
    }

    public static FileOffer Read(ref WireReader from)
    {
        var name = from.Text(ProtocolLimits.MaxPath);
        return from.Flag()
            ? new FileOffer(name, from.Count(ProtocolLimits.MaxFileSize), Hex.Write(from.Fixed(32)))
            : new FileOffer(name, -1, "");
    }
}

/// <summary>The one spelling of a hash as text: lower case.</summary>
internal static class Hex
{
    public static Blob Read(string text) => Convert.FromHexString(text);

    public static string Write(Blob bytes) => Convert.ToHexStringLower(bytes.Span);
}
