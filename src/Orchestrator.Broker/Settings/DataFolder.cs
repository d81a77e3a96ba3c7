using Orchestrator.PluginFolders;

namespace Orchestrator.Broker.Settings;

/// <summary>Where everything lies in the broker's data folder.</summary>
/// <param name="Root">The folder itself, as a full path.</param>
internal sealed record DataFolder(string Root)
{
    public string Settings => Path.Combine(Root, "broker.json");

    public string Database => Path.Combine(Root, "broker.db");

    public string ClientConfiguration => Path.Combine(Root, "client.orchestrator-config");

    /// <summary>The vendor's policy, signed by the root.</summary>
    public string Policy => Path.Combine(Root, "policy.orchestrator-policy");

    public string Keys => Path.Combine(Root, "keys");

    public string IssuingKey => Path.Combine(Keys, "issuing.key.pem");

    public string BrokerKey => Path.Combine(Keys, "broker.key.pem");

    public string LogKey => Path.Combine(Keys, "log.key.pem");

    /// <summary>Seals what the store keeps of second factors.</summary>
    public string AccountsKey => Path.Combine(Keys, "accounts.key");

    public string TlsKey => Path.Combine(Keys, "tls.key.pem");

    public string Certificates => Path.Combine(Root, "certificates");

    public string RootCertificate => Path.Combine(Certificates, "root.pem");

    public string IssuingCertificate => Path.Combine(Certificates, "issuing.pem");

    public string BrokerCertificate => Path.Combine(Certificates, "broker.pem");

    /// <summary>The certificate that Kestrel shows, then its issuers.</summary>
    public string TlsCertificate => Path.Combine(Certificates, "tls.pem");

    /// <summary>The broker's evidence log.</summary>
    public string Log => Path.Combine(Root, "log");

    /// <summary>What audit sinks that are compiled in may write to.</summary>
    public string Sinks => Path.Combine(Root, "sinks");

    /// <summary>Plugins, where no other folder is named.</summary>
    public string Plugins => Path.Combine(Root, "plugins");

    /// <summary>Whose plugins are loaded.</summary>
    public string PluginTrust => Path.Combine(Root, PluginTrustFile.Name);

    /// <summary>The documents of the courses that <c>init</c> begins with.</summary>
    public string Courses => Path.Combine(Root, "courses");

    public static DataFolder At(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
