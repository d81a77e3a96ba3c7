using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Settings;

/// <summary>The keys and certificates that the serving broker holds, checked against each other. The root's private key is never among them.</summary>
public sealed class BrokerKeyring : IDisposable
{
    private readonly RsaIdentity _issuing;

    private BrokerKeyring(RsaIdentity identity, byte[] certificate, RsaIdentity issuing, Ed25519Key log, ClientConfiguration configuration)
    {
        Identity = identity;
        Certificate = certificate;
        _issuing = issuing;
        Log = log;
        Configuration = configuration;
    }

    /// <summary>Proves the broker in the link handshake.</summary>
    public RsaIdentity Identity { get; }

    /// <summary>Of <see cref="Identity"/>, by the root; DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>Signs the broker's checkpoints.</summary>
    public Ed25519Key Log { get; }

    /// <summary>The signed configuration that clients have: its hash binds the link handshake.</summary>
    public ClientConfiguration Configuration { get; }

    /// <summary>The issuing key; an HSM can take its place.</summary>
    internal IPssSigner Issuing => _issuing;

    /// <inheritdoc/>
    public void Dispose()
    {
        Identity.Dispose();
        _issuing.Dispose();
        Log.Dispose();
    }

    /// <exception cref="BrokerException">Something is missing, damaged, expired, or doesn't belong to the rest.</exception>
    internal static BrokerKeyring Load(DataFolder folder, BrokerSettings settings, DateTimeOffset now)
    {
        var root = KeyFiles.ReadCertificate(folder.RootCertificate);
        var certificate = KeyFiles.ReadCertificate(folder.BrokerCertificate);
        var configuration = LoadConfiguration(folder, root);
        if (!configuration.BrokerNames.Contains(settings.Domain))
        {
            throw Unfit(folder.ClientConfiguration, $"it doesn't name {settings.Domain}");
        }

        var identity = KeyFiles.ReadRsa(folder.BrokerKey);
        RsaIdentity? issuing = null;
        try
        {
            issuing = KeyFiles.ReadRsa(folder.IssuingKey);
            var broker = CertificateVerifier.VerifyBroker(certificate, root, settings.Domain, now);
            Require(broker.IsAccepted, folder.BrokerCertificate, broker.Refusal.ToString());
            Require(broker.Identity!.Key.Equals(identity.Public), folder.BrokerKey, "it doesn't belong to the broker's certificate");
            var authority = CertificateVerifier.VerifyIssuing(configuration.IssuingCertificate, root, now);
            Require(authority.IsAccepted, folder.ClientConfiguration, $"issuing certificate: {authority.Refusal}");
            Require(authority.Identity!.Key.Equals(issuing.Public), folder.IssuingKey, "it doesn't belong to the issuing certificate");
            var log = KeyFiles.ReadEd25519(folder.LogKey);
            Require(log.Public.Equals(configuration.BrokerLogKey), folder.LogKey, "it isn't the one that the clients' configuration names");
            return new BrokerKeyring(identity, certificate, issuing, log, configuration);
        }
        catch
        {
            identity.Dispose();
            issuing?.Dispose();
            throw;
        }
    }

    private static ClientConfiguration LoadConfiguration(DataFolder folder, byte[] root)
    {
        var verdict = CertificateVerifier.VerifyRoot(root);
        Require(verdict.IsAccepted, folder.RootCertificate, verdict.Refusal.ToString());
        try
        {
            return ConfigurationLoader.Load(folder.ClientConfiguration, verdict.Identity!.Key.Fingerprint);
        }
        catch (ConfigurationException e)
        {
            throw new BrokerException(ExitCode.DataFolder, e.Message, e);
        }
    }

    private static void Require(bool holds, string path, string why)
    {
        if (!holds)
        {
            throw Unfit(path, why);
        }
    }

    private static BrokerException Unfit(string path, string why) =>
        new(ExitCode.DataFolder, $"{path} can't be used ({why}). Restore it from a backup, or have the root sign a new one if it expired.");
}
