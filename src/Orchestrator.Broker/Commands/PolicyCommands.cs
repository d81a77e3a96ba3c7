using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Settings;
using Orchestrator.Domain;
using Orchestrator.Trust;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary><c>policy sign</c>, <c>install</c>, <c>show</c>, <c>explain</c> and <c>test</c>. They may run while the broker serves; it takes a new policy at its next start.</summary>
internal static class PolicyCommands
{
    private const string Extension = ".orchestrator-policy";

    public static Command Create(CommandIo io, PasswordHasher passwords) => new("policy", "Who may ask for what, where, when and how much.")
    {
        Sign(io),
        Install(io, passwords),
        Show(io),
        PolicyQuestions.Explain(io),
        PolicyQuestions.Test(io),
    };

    /// <summary>The root's key, as the data folder's certificate names it.</summary>
    /// <exception cref="BrokerException">The certificate is missing or isn't a root's.</exception>
    public static RsaPublic RootOf(DataFolder folder) =>
        CertificateVerifier.VerifyRoot(KeyFiles.ReadCertificate(folder.RootCertificate)) is { Identity: { } root }
            ? root.Key
            : throw new BrokerException(ExitCode.DataFolder, $"{folder.RootCertificate} isn't a root's certificate. Restore it from a backup.");

    private static Command Sign(CommandIo io)
    {
        var file = new Argument<string>("FILE") { Description = "The policy as YAML." };
        var key = CommonOptions.Text("--root-key", "The root's encrypted private key. Use it where it lies offline.", "FILE");
        var passphrase = new Option<string?>("--root-passphrase-file") { Description = "File with the key's passphrase in its first line. Default: asks.", HelpName = "FILE" };
        var output = new Option<string?>("--out") { Description = $"The signed policy; must not exist. Default: FILE with the ending {Extension}.", HelpName = "FILE" };
        var command = new Command("sign", "Sign a policy with the root's key. It is read first, as the broker will read it.") { file, key, passphrase, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            var path = result.GetRequiredValue(file);
            var yaml = InstalledPolicy.ReadFile(path, PolicyFile.MaxTextBytes, ExitCode.Refused);
            var policy = InstalledPolicy.Read(yaml, "", path, ExitCode.Refused);
            var target = result.GetValue(output) ?? Path.ChangeExtension(path, Extension);
            var secret = result.GetValue(passphrase) is { } secretFile
                ? await Secrets.FromFileAsync(secretFile, cancellationToken)
                : Secrets.Ask(io, "Passphrase of the root's key", "Name a file with --root-passphrase-file.");
            using var root = Decrypt(result.GetRequiredValue(key), secret);
            Write(target, PolicyFile.Sign(yaml, root));
            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Version {policy.Version.Version} is signed: {target}  (put it in force with `policy install`)"));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Install(CommandIo io, PasswordHasher passwords)
    {
        var file = new Argument<string>("FILE") { Description = "The signed policy." };
        var data = CommonOptions.Data();
        var command = new Command("install", "Put a signed policy in force: its version must be higher than any before. A serving broker takes it at its next start.") { file, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var policy = await new PolicyStore(store, folder, io.Time).InstallAsync(result.GetRequiredValue(file), RootOf(folder), by, cancellationToken);
            io.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Version {policy.Version.Version} of the policy is in force, SHA-256 {policy.Version.Sha256}. If the broker serves, start it again."));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Show(CommandIo io)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("show", "Show the policy in force.") { data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var installed = new PolicyStore(store, folder, io.Time).Read(RootOf(folder));
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, new
                {
                    version = installed.Version.Version,
                    sha256 = installed.Version.Sha256,
                    zone = installed.Policy.Zone,
                    rules = installed.Policy.Rules.Select(RuleWords.Members),
                });
                return (int)ExitCode.Success;
            }

            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Version {installed.Version.Version}, SHA-256 {installed.Version.Sha256}, hours in {installed.Policy.Zone}."));
            CommonOptions.WriteTable(
                io, ["RULE", "EFFECT", "WHERE", "LIMITS"],
                installed.Policy.Rules.Select(r => new[] { r.Id, RuleWords.Of(r.Effect), RuleWords.Conditions(r), RuleWords.Limits(r) }));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static RsaIdentity Decrypt(string path, string passphrase)
    {
        try
        {
            return PrivateKeyFile.Decrypt(File.ReadAllText(path), passphrase);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.Refused, $"The root's key {path} can't be read: {e.Message}", e);
        }
        catch (TrustException e)
        {
            throw new BrokerException(ExitCode.Refused, $"The root's key {path} can't be used. {e.Message}", e);
        }
    }

    private static void Write(string path, byte[] content)
    {
        if (File.Exists(path))
        {
            throw new BrokerException(ExitCode.Exists, $"{path} is there already. Name another file with --out.");
        }

        try
        {
            File.WriteAllBytes(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.Refused, $"The signed policy {path} can't be written: {e.Message}", e);
        }
    }
}
