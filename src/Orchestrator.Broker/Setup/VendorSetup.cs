using Orchestrator.Audit.Checkpoints;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Setup;

/// <summary>
/// Makes a new vendor: root, issuing key, broker identity, log key, TLS, store, settings and the signed client configuration. Everything is
/// made in a temporary folder and renamed at the end, so a crash leaves nothing that looks finished.
/// </summary>
public static class VendorSetup
{
    /// <summary>Extension of what is being made.</summary>
    private const string Partial = ".partial";

    private static readonly TimeSpan RootLife = TimeSpan.FromDays(365 * 20);
    private static readonly TimeSpan IssuingLife = TimeSpan.FromDays(365 * 5);
    private static readonly TimeSpan BrokerLife = TimeSpan.FromDays(365 * 2);

    /// <summary>A certificate is judged by clocks that may be a little behind this one.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <summary>Makes it. Takes some seconds for the keys.</summary>
    /// <exception cref="BrokerException">Something asked for is refused, or there already; nothing was left behind.</exception>
    public static Task<SetupResult> CreateAsync(SetupRequest request, TimeProvider time, CancellationToken cancellationToken) =>
        CreateAsync(request, time, new SetupKeys(SystemRandomSource.Instance), cancellationToken);

    internal static async Task<SetupResult> CreateAsync(SetupRequest request, TimeProvider time, SetupKeys keys, CancellationToken cancellationToken)
    {
        var folder = DataFolder.At(request.DataFolder);
        var rootFile = Path.GetFullPath(request.RootKeyFile ?? folder.Root + "-root.key.pem");
        Check(request, folder, rootFile);
        var partial = DataFolder.At(folder.Root + Partial + "-" + Convert.ToHexStringLower(keys.Bytes(4)));
        var partialRoot = rootFile + Partial + "-" + Convert.ToHexStringLower(keys.Bytes(4));
        try
        {
            var made = await MakeAsync(request, partial, partialRoot, time, keys, cancellationToken);
            File.Move(partialRoot, rootFile, overwrite: false);
            try
            {
                Directory.Move(partial.Root, folder.Root);
            }
            catch (IOException)
            {
                File.Delete(rootFile);
                throw;
            }

            return made with { DataFolder = folder.Root, RootKeyFile = rootFile, ClientConfiguration = folder.ClientConfiguration, Courses = folder.Courses };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.DataFolder, $"The data folder {folder.Root} can't be made: {e.Message} Choose a place that this user may write to, with room.", e);
        }
        catch (Exception e) when (e is TrustException or ConfigurationException)
        {
            throw new BrokerException(ExitCode.Refused, e.Message, e);
        }
        finally
        {
            if (Directory.Exists(partial.Root))
            {
                Directory.Delete(partial.Root, recursive: true);
            }

            if (File.Exists(partialRoot))
            {
                File.Delete(partialRoot);
            }
        }
    }

    private static async Task<SetupResult> MakeAsync(
        SetupRequest request, DataFolder folder, string rootFile, TimeProvider time, SetupKeys keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = now - ClockSlack;
        var organisation = request.Organisation ?? request.Domain;
        foreach (var path in new[] { folder.Root, folder.Keys, folder.Certificates, folder.Courses })
        {
            PrivateFiles.CreateFolder(path);
        }

        using var root = keys.Rsa(4096);
        using var issuing = keys.Rsa(3072);
        using var broker = keys.Rsa(3072);
        using var log = Ed25519Key.Generate(keys.Random);
        cancellationToken.ThrowIfCancellationRequested();

        var rootCertificate = CertificateAuthority.CreateRoot(root, $"{organisation} root", from, now + RootLife, keys.Random);
        var issuingCertificate = CertificateAuthority.CertifyIssuing(root, rootCertificate, issuing.Public, $"{organisation} issuing", from, now + IssuingLife, keys.Random);
        var brokerCertificate = CertificateAuthority.CertifyBroker(root, rootCertificate, broker.Public, request.Domain, from, now + BrokerLife, keys.Random);
        using var tls = TlsMaterial.Create(request.Domain, now);

        PrivateFiles.Write(rootFile, PrivateKeyFile.Encrypt(root, request.RootPassphrase));
        KeyFiles.Write(folder.IssuingKey, issuing);
        KeyFiles.Write(folder.BrokerKey, broker);
        KeyFiles.Write(folder.LogKey, log);
        KeyFiles.Write(folder.TlsKey, tls.Key);
        KeyFiles.WriteSealing(folder.AccountsKey, keys.Bytes(AesGcm256.KeySize));
        KeyFiles.WriteCertificate(folder.RootCertificate, rootCertificate);
        KeyFiles.WriteCertificate(folder.IssuingCertificate, issuingCertificate);
        KeyFiles.WriteCertificate(folder.BrokerCertificate, brokerCertificate);
        KeyFiles.WriteCertificate(folder.TlsCertificate, tls.Certificate, tls.Authority);
        var settings = new BrokerSettings
        {
            Version = BrokerSettings.CurrentVersion,
            Domain = request.Domain,
            Organisation = organisation,
            Port = request.Port,
        };
        PrivateFiles.Write(folder.Settings, settings.ToBytes());
        var configuration = Configuration(request, settings, now, rootCertificate, issuingCertificate, tls.Authority, log.Public);
        PrivateFiles.Write(folder.ClientConfiguration, ConfigurationFile.Sign(configuration, root));
        PrivateFiles.Write(folder.Policy, PolicyFile.Sign(FirstPolicy.Text, root));
        await MakeStoreAsync(folder, root.Public, time, cancellationToken);
        return new SetupResult(
            folder.Root, rootFile, root.Fingerprint.Hex, folder.ClientConfiguration, new NoteKey(LogOrigin.Of(request.Domain), log.Public).ToString(), folder.Courses);
    }

    private static async Task MakeStoreAsync(DataFolder folder, RsaPublic root, TimeProvider time, CancellationToken cancellationToken)
    {
        // Made empty first, so that its mode is right from the beginning; SQLite gives its side files the same one.
        PrivateFiles.Write(folder.Database, []);
        var store = await BrokerStore.CreateAsync(folder.Database, cancellationToken);
        await FirstCourses.AddAsync(new CourseStore(store, time), folder, time, cancellationToken);
        _ = await new PolicyStore(store, folder, time).OpenAsync(root, cancellationToken);
        store.Release();
    }

    private static ConfigurationContent Configuration(
        SetupRequest request, BrokerSettings settings, DateTimeOffset now, byte[] root, byte[] issuing, byte[] outerRoot, Ed25519Public log) => new()
        {
            Organisation = settings.Organisation,
            SignedAt = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()),
            BrokerNames = [settings.Domain],
            Port = settings.Port,
            OuterTlsRoots = [outerRoot],
            OuterTls = OuterTls(request),
            RootCertificate = root,
            IssuingCertificate = issuing,
            MinimumClientVersion = "0.1.0",
            BrokerLogKey = log.Bytes.ToArray(),
            Policy = new PolicyContent
            {
                MaxMinutes = SessionPolicy.Default.MaxMinutes.ToDictionary(p => p.Key.Name(), p => p.Value),
                Sas = "typed",
                PresenceMinutes = SessionPolicy.Default.PresenceMinutes,
                GraceSeconds = SessionPolicy.Default.GraceSeconds,
                PromptSeconds = SessionPolicy.Default.PromptSeconds,
                MaxFileBytes = SessionPolicy.Default.MaxFileBytes,
            },
        };

    /// <summary>Nothing where nothing was said: then programs from before this member take the configuration, too.</summary>
    private static OuterTlsContent? OuterTls(SetupRequest request) =>
        request.ExpectedKeys.Count + request.PinnedKeys.Count == 0 && request.Interception == InterceptionRule.Allow
            ? null
            : new OuterTlsContent
            {
                ExpectedKeys = [.. request.ExpectedKeys.Select(key => key.ToBytes())],
                PinnedKeys = [.. request.PinnedKeys.Select(key => key.ToBytes())],
                Interception = request.Interception == InterceptionRule.Refuse ? "refuse" : "allow",
            };

    private static void Check(SetupRequest request, DataFolder folder, string rootFile)
    {
        if (!DnsName.IsValid(request.Domain))
        {
            throw new BrokerException(ExitCode.Refused, $"'{request.Domain}' isn't a DNS name: use lower case, without port, wildcard or trailing dot, for example support.example.com.");
        }

        if (request.Organisation is { } organisation && !SafeText.IsSafe(organisation, 80))
        {
            throw new BrokerException(ExitCode.Refused, "The organisation can't be shown to an operator: give 1 to 80 visible characters on one line.");
        }

        if (request.Port is < 1 or > 65535)
        {
            throw new BrokerException(ExitCode.Refused, "The port must be between 1 and 65535. Clients behind strict firewalls reach only 443.");
        }

        if (request.RootPassphrase.Length < PrivateKeyFile.MinPassphrase)
        {
            throw new BrokerException(ExitCode.Refused, $"The passphrase of the root's key is too short: it needs at least {PrivateKeyFile.MinPassphrase} characters.");
        }

        if (Directory.Exists(folder.Root) || File.Exists(folder.Root))
        {
            throw new BrokerException(ExitCode.Exists, $"{folder.Root} is there already. `init` makes a new vendor and changes no old one: choose another folder.");
        }

        if (File.Exists(rootFile) || Directory.Exists(rootFile))
        {
            throw new BrokerException(ExitCode.Exists, $"{rootFile} is there already. Name another file with --root-out.");
        }

        if (rootFile.StartsWith(folder.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new BrokerException(ExitCode.Refused, $"The root's private key must lie outside the data folder. Name a file elsewhere with --root-out, best on a medium that you then take away.");
        }
    }
}
