using Orchestrator.PluginHosting;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>Who signed a manifest, and whether he may.</summary>
internal static class PublisherCheck
{
    /// <summary>The publisher; null when there is no signature and none is asked for. A signature that is there is never passed over.</summary>
    /// <exception cref="PluginRefusedException">No, a wrong, or a stranger's signature.</exception>
    public static PluginPublisher? Find(byte[] manifest, byte[]? signatureBytes, PluginTrust trust, bool allowUnsigned, string where)
    {
        if (signatureBytes is null)
        {
            return allowUnsigned
                ? null
                : throw new PluginRefusedException(
                    PluginRefusalReason.SignatureMissing, where, $"The plugin in {where} is refused: it isn't signed (it has no {PackageNames.Signature}). Get a signed package from its publisher.");
        }

        var signature = PackageSignature.Read(signatureBytes, where);
        if (!signature.Fits(manifest))
            throw PackageSignature.Invalid(where, $"its {PackageNames.Manifest} isn't what {signature.Publisher} signed");
        if (trust.Find(signature.Key.Fingerprint) is not { } known)
        {
            throw new PluginRefusedException(
                PluginRefusalReason.PublisherUnknown,
                where,
                $"The plugin in {where} is refused: it is signed by \"{signature.Publisher}\" with the key {ShortFingerprint.Of(signature.Key.Fingerprint.Hex)}, whom this program doesn't trust. If you do, after comparing the fingerprint with the publisher: `plugins trust`.");
        }

        return known.Name == signature.Publisher
            ? new PluginPublisher(known.Name, known.Key)
            : throw new PluginRefusedException(
                PluginRefusalReason.PublisherUnknown,
                where,
                $"The plugin in {where} is refused: its publisher calls himself \"{signature.Publisher}\", and the trust file knows his key as \"{known.Name}\". Ask him, and correct one of the two.");
    }
}
