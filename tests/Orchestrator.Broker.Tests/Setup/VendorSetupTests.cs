using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Commands;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Setup;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Setup;

public sealed class VendorSetupTests
{
    private const string Passphrase = "a long enough passphrase";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    [Trait("Requirement", "R-NET-10")]
    public async Task What_is_known_of_the_outer_certificate_goes_into_the_signed_configuration()
    {
        using var folder = new TestFolder();
        var (expected, pinned) = (KeyFingerprint.OfSpki([1]), KeyFingerprint.OfSpki([2]));

        var made = await CreateAsync(Request(folder) with { ExpectedKeys = [expected], PinnedKeys = [pinned], Interception = InterceptionRule.Refuse });

        var outer = ConfigurationLoader.Load(made.ClientConfiguration, null).OuterTls;
        Assert.Equal((expected, pinned, InterceptionRule.Refuse), (Assert.Single(outer.ExpectedKeys), Assert.Single(outer.PinnedKeys), outer.Interception));
    }

    [Fact]
    [Trait("Requirement", "R-NET-10")]
    public async Task Keys_of_outer_certificates_are_named_by_a_certificate_or_by_their_hash()
    {
        using var folder = new TestFolder();
        var made = await CreateAsync(Request(folder));
        var certificate = DataFolder.At(made.DataFolder).TlsCertificate;

        var keys = OuterKeys.Read([certificate, KeyFingerprint.OfSpki([3]).Hex.ToUpperInvariant()]);

        using var read = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(certificate));
        Assert.Equal([KeyFingerprint.OfSpki(read.PublicKey.ExportSubjectPublicKeyInfo()), KeyFingerprint.OfSpki([3])], keys);
        Assert.All(["nowhere.pem", "abc", made.ClientConfiguration], named => Assert.Throws<BrokerException>(() => OuterKeys.Read([named])));
    }

    [Fact]
    public async Task Init_makes_everything_and_keeps_it_from_other_users()
    {
        using var folder = new TestFolder();
        var made = await CreateAsync(Request(folder));
        var data = DataFolder.At(made.DataFolder);
        var files = Directory.GetFiles(data.Root, "*", SearchOption.AllDirectories).Order().ToList();
        foreach (var expected in new[] { data.Settings, data.Database, data.ClientConfiguration, data.IssuingKey, data.BrokerKey, data.LogKey, data.TlsKey, data.RootCertificate, data.TlsCertificate })
        {
            Assert.Contains(expected, files);
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files.Append(made.RootKeyFile))
            {
                Assert.Equal(PrivateFiles.FileMode, File.GetUnixFileMode(file));
            }

            foreach (var inner in new[] { data.Root, data.Keys, data.Certificates })
            {
                Assert.Equal(PrivateFiles.FolderMode, File.GetUnixFileMode(inner));
            }
        }

        Assert.Equal(["data", "root.key.pem"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_roots_private_key_lies_outside_and_opens_with_the_passphrase_alone()
    {
        using var folder = new TestFolder();
        var made = await CreateAsync(Request(folder));
        var pem = await File.ReadAllTextAsync(made.RootKeyFile);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
        using var root = PrivateKeyFile.Decrypt(pem, Passphrase);
        Assert.Equal(made.RootFingerprint, root.Fingerprint.Hex);
        Assert.ThrowsAny<Exception>(() => PrivateKeyFile.Decrypt(pem, "another passphrase"));
    }

    [Fact]
    public async Task The_clients_configuration_counts_under_the_root_and_names_the_test_CA()
    {
        using var folder = new TestFolder();
        var made = await CreateAsync(Request(folder) with { Port = 8443 });
        var configuration = ConfigurationLoader.Load(made.ClientConfiguration, TestKeys.Root.Fingerprint);
        Assert.Equal(["support.example.com"], configuration.BrokerNames.ToArray());
        Assert.Equal(8443, configuration.Port);
        Assert.False(configuration.IsDevelopment);
        Assert.Single(configuration.OuterTlsRoots);
        var other = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(made.ClientConfiguration, TestKeys.OtherRoot.Fingerprint));
        Assert.Equal(ConfigurationFault.WrongRoot, other.Fault);
    }

    [Fact]
    public async Task An_existing_folder_or_root_file_is_left_as_it_is()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.At("data"));
        Assert.Equal(ExitCode.Exists, (await Refused(Request(folder))).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder.At("data")));
        Directory.Delete(folder.At("data"));
        await File.WriteAllTextAsync(folder.At("root.key.pem"), "mine");
        Assert.Equal(ExitCode.Exists, (await Refused(Request(folder))).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.At("root.key.pem")));
        Assert.Equal(["root.key.pem"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_refused_wish_leaves_nothing_behind()
    {
        using var folder = new TestFolder();
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { RootKeyFile = folder.At("data", "root.key.pem") })).Code);
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { Domain = "Support.Example.com" })).Code);
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { Domain = "192.0.2.1" })).Code);
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { Port = 0 })).Code);
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { RootPassphrase = "too short" })).Code);
        Assert.Equal(ExitCode.Refused, (await Refused(Request(folder) with { Organisation = "two\nlines" })).Code);
        Assert.Equal(ExitCode.DataFolder, (await Refused(Request(folder) with { RootKeyFile = folder.At("missing", "root.key.pem") })).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public async Task Serving_is_refused_while_a_roots_key_lies_in_the_folder()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var encrypted = Path.Combine(broker.Folder.Root, "backup.pem");
        File.Copy(broker.RootKeyFile, encrypted);
        await AssertRefusedAsync(broker, encrypted);
        await File.WriteAllBytesAsync(encrypted, TestKeys.Root.ExportPkcs8());
        await AssertRefusedAsync(broker, encrypted);
        File.Delete(encrypted);

        Directory.CreateDirectory(Path.Combine(broker.Folder.Root, "deep"));
        var clear = Path.Combine(broker.Folder.Root, "deep", "notes.txt");
        await File.WriteAllTextAsync(clear, "from the safe:\n" + System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", TestKeys.Root.ExportPkcs8()));
        await AssertRefusedAsync(broker, clear);
        File.Delete(clear);

        await broker.OpenAsync();
    }

    [Fact]
    public async Task Serving_is_refused_with_a_key_that_others_can_read_or_that_belongs_elsewhere()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(broker.Folder.BrokerKey, PrivateFiles.FileMode | UnixFileMode.GroupRead);
            await AssertRefusedAsync(broker, broker.Folder.BrokerKey);
        }

        File.Delete(broker.Folder.BrokerKey);
        KeyFiles.Write(broker.Folder.BrokerKey, TestKeys.Stranger);
        await AssertRefusedAsync(broker, broker.Folder.BrokerKey);
        File.Delete(broker.Folder.BrokerKey);
        await AssertRefusedAsync(broker, broker.Folder.BrokerKey);
    }

    [Fact]
    public async Task Serving_is_refused_when_the_brokers_certificate_has_expired()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        broker.Time.Advance(TimeSpan.FromDays(365 * 3));
        await AssertRefusedAsync(broker, broker.Folder.BrokerCertificate);
    }

    private static async Task AssertRefusedAsync(TestBroker broker, string names)
    {
        var refused = await Assert.ThrowsAsync<BrokerException>(broker.OpenAsync);
        Assert.Equal(ExitCode.DataFolder, refused.Code);
        Assert.Contains(names, refused.Message, StringComparison.Ordinal);
    }

    private static Task<BrokerException> Refused(SetupRequest request) => Assert.ThrowsAsync<BrokerException>(() => CreateAsync(request));

    private static Task<SetupResult> CreateAsync(SetupRequest request) => VendorSetup.CreateAsync(request, Time, new SharedKeys(), CancellationToken.None);

    private static SetupRequest Request(TestFolder folder) => new()
    {
        DataFolder = folder.At("data"), Domain = "support.example.com", RootKeyFile = folder.At("root.key.pem"), RootPassphrase = Passphrase,
    };
}
