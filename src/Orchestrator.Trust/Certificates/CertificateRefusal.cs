namespace Orchestrator.Trust.Certificates;

/// <summary>Why a certificate isn't accepted. The names go into logs and audit records.</summary>
public enum CertificateRefusal
{
    None = 0,

    /// <summary>Not a strict DER certificate of version 3, or too long.</summary>
    Malformed,

    /// <summary>Another signature algorithm than RSA-PSS with SHA-384 and salt 48.</summary>
    WrongAlgorithm,

    /// <summary>Its key breaks the rules for RSA keys.</summary>
    BadKey,

    /// <summary>Extensions are missing, doubled, unknown, not critical, or malformed.</summary>
    WrongExtensions,

    /// <summary>Its role, key usage or constraints aren't those of what it is shown as.</summary>
    WrongRole,

    /// <summary>Its issuer's name isn't the subject of the certificate that should have issued it.</summary>
    WrongIssuer,

    /// <summary>The issuer's key didn't sign it: it comes from another root, or was changed.</summary>
    BadSignature,

    /// <summary>Its time hasn't begun.</summary>
    NotYetValid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It is valid for longer than its role allows, or ends before it begins.</summary>
    BadValidity,

    /// <summary>It names another broker than the one that was dialled.</summary>
    WrongName,

    /// <summary>The root isn't the one that this program was built for.</summary>
    WrongRoot,
}
