using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Witnesses.Keys;

/// <summary>The folder of a witness: its keys, the site's secret, its state and its alarms.</summary>
internal sealed class WitnessFolder(string path)
{
    private const int LinkKeyBits = 3072;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The site's secret in base64.</summary>
    public string Secret => In("site.secret");

    /// <summary>Name and key, to give away.</summary>
    public string VerifierKey => In("witness.vkey");

    private string SigningKey => In("witness.key");

    private string LinkKeyFile => In("link.pk8");

    private string State => In("state");

    /// <summary>Makes what isn't there yet: a key is never made twice.</summary>
    /// <exception cref="WitnessException">The folder belongs to a witness of another name, or can't be written.</exception>
    public void Create(string name, IRandomSource random)
    {
        if (!WitnessKey.IsName(name) || name.Length > Protocol.ProtocolLimits.MaxName)
            throw new WitnessException(ExitCode.Usage, "A witness's name reads like lab.example/witness: no spaces, no plus signs, at most 256 characters.");
        try
        {
            PrivateFile.CreateFolder(Path);
            if (!File.Exists(VerifierKey))
            {
                using var key = Ed25519Key.Generate(random);
                WriteBase64(SigningKey, key.ExportSeed());
                PrivateFile.Write(VerifierKey, Encoding.UTF8.GetBytes(new WitnessKey(name, key.Public) + "\n"));
            }

            if (!File.Exists(LinkKeyFile))
            {
                using var link = RsaIdentity.Generate(LinkKeyBits, random);
                var pkcs8 = link.ExportPkcs8();
                PrivateFile.Write(LinkKeyFile, pkcs8);
                CryptographicOperations.ZeroMemory(pkcs8);
            }

            if (!File.Exists(Secret))
            {
                var secret = new byte[WitnessTag.SecretBytes];
                random.Fill(secret);
                WriteBase64(Secret, secret);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WitnessException(ExitCode.Data, $"The folder {Path} can't be filled: {e.Message} Name one that this user may write to, or finish what an interrupted start left there by deleting it.", e);
        }

        using var made = OpenSigner(out var signer);
        if (signer.Key.Name != name)
            throw new WitnessException(ExitCode.Data, $"{Path} belongs to witness {signer.Key.Name} already. Name another folder for another witness.");
    }

    /// <summary>The key under which it cosigns; the caller disposes it.</summary>
    /// <exception cref="WitnessException">It can't be used.</exception>
    public Ed25519Key OpenSigner(out WitnessSigner signer)
    {
        var seed = PrivateFile.ReadBase64(SigningKey, Ed25519Key.SeedSize);
        var key = Ed25519Key.Import(seed);
        CryptographicOperations.ZeroMemory(seed);
        var text = Encoding.UTF8.GetString(PrivateFile.Read(VerifierKey)).TrimEnd('\r', '\n');
        if (!WitnessKey.TryParse(text, out var verifier) || !verifier.PublicKey.Equals(key.Public))
        {
            key.Dispose();
            throw new WitnessException(ExitCode.Data, $"{VerifierKey} isn't the verifier key of {SigningKey}. Restore both from the same backup.");
        }

        signer = new WitnessSigner(verifier.Name, key);
        return key;
    }

    /// <summary>The key that names it on its link; the caller disposes it.</summary>
    /// <exception cref="WitnessException">It can't be used.</exception>
    public RsaIdentity OpenLinkKey()
    {
        var pkcs8 = PrivateFile.Read(LinkKeyFile);
        try
        {
            return RsaIdentity.ImportPkcs8(pkcs8);
        }
        catch (TrustException e)
        {
            throw new WitnessException(ExitCode.Data, $"{LinkKeyFile} isn't an RSA key that this program made. Restore it, or delete it, run `keys` again, and have the vendor enrol the new one.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>What it cosigned last, one file for each log; the caller disposes it.</summary>
    /// <exception cref="WitnessException">It can't be opened, or is in use.</exception>
    public WitnessState OpenState(WitnessSigner signer)
    {
        try
        {
            return WitnessState.Open(State, signer.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WitnessException(ExitCode.Data, $"The state in {State} can't be opened: {e.Message} One witness runs at a time for each folder.", e);
        }
    }

    private static void WriteBase64(string path, byte[] secret)
    {
        var text = Encoding.ASCII.GetBytes(Convert.ToBase64String(secret) + "\n");
        PrivateFile.Write(path, text);
        CryptographicOperations.ZeroMemory(text);
        CryptographicOperations.ZeroMemory(secret);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
