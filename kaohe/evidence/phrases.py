"""What this room says when it refuses, in both languages. It knows no Django, as the checks do not."""

from typing import Final

from kaohe.engine import register

#: What looking through a file can find, by itself and for everybody alike.
VERDICTS: Final = {
    "evidence.empty": ("“{file}”是空文件。请重新导出后上传。", "“{file}” is empty. Export it again."),
    "evidence.too_large": (
        "“{file}”超过 {most}。请压缩图片，或只上传能说明问题的几页。",
        "“{file}” has more than {most}. Shrink its pictures, or upload only the pages that matter.",
    ),
    "evidence.type": (
        "不收“{file}”这种文件（{ending}）。请转成 PDF、图片或 Office 文档：{taken}。",
        "“{file}” is of a type that isn't taken ({ending}). Turn it into a PDF, a picture or an Office document: {taken}.",
    ),
    "evidence.type_macro": (
        "“{file}”是可带宏的文档（{ending}），不收。请另存为不含宏的格式或 PDF。",
        "“{file}” is of a type that may hold macros ({ending}). Save it without macros, or as a PDF.",
    ),
    "evidence.type_old": (
        "“{file}”是旧格式（{ending}）。请另存为 docx、xlsx、pptx 或 PDF 后上传。",
        "“{file}” is of an old format ({ending}). Save it as docx, xlsx, pptx or PDF.",
    ),
    "evidence.type_picture": (
        "“{file}”这种图片（{ending}）不是每台电脑都能看。请另存为 jpg 或 png。",
        "Not every machine can open “{file}” ({ending}). Save it as jpg or png.",
    ),
    "evidence.type_page": (
        "不收网页类文件“{file}”（{ending}），打开时可能运行程序。请打印成 PDF 后上传。",
        "“{file}” is a page ({ending}), which may run something when opened. Print it to a PDF.",
    ),
    "evidence.type_film": (
        "不收影音文件“{file}”（{ending}）。请截图，或写明文号与存放处。",
        "“{file}” is sound or film ({ending}). Take a picture of it, or give the number under which it is filed.",
    ),
    "evidence.type_archive": (
        "“{file}”这种压缩包（{ending}）打不开检查。请改用 zip，或逐个上传。",
        "An archive such as “{file}” ({ending}) can't be looked through. Use zip, or upload the files one by one.",
    ),
    "evidence.type_program": (
        "“{file}”是程序（{ending}），不收。佐证只需文档或图片。",
        "“{file}” is a program ({ending}). Evidence is a document or a picture.",
    ),
    "evidence.double_name": (
        "“{file}”的名称里藏着程序的后缀，已拒绝。请核对来源，改名后再上传。",
        "The name “{file}” hides the ending of a program; refused. Check where it comes from and rename it.",
    ),
    "evidence.other_content": (
        "“{file}”的后缀是 {ending}，内容却是{found}。请用原来的程序另存后再上传。",
        "“{file}” ends in {ending} but holds {found}. Save it anew with the program that made it.",
    ),
    "evidence.damaged": (
        "“{file}”不完整或已损坏。请重新导出，能打开后再上传。",
        "“{file}” is cut off or damaged. Export it again, and see that it opens.",
    ),
    "evidence.encrypted": (
        "“{file}”设有密码或限制，别人无法核对。请去掉密码后另存。",
        "“{file}” has a password or restrictions, so nobody could check it. Save it without.",
    ),
    "evidence.macro": (
        "“{file}”含有宏（{part}），已拒绝。请另存为不含宏的格式或 PDF。",
        "“{file}” holds macros ({part}); refused. Save it without macros, or as a PDF.",
    ),
    "evidence.external": (
        "“{file}”引用了外部文件或数据（{part}），已拒绝。请断开链接，或另存为 PDF。",
        "“{file}” refers to files or data elsewhere ({part}); refused. Break the links, or save it as a PDF.",
    ),
    "evidence.embedded": (
        "“{file}”嵌入了其他文件或控件（{part}），已拒绝。请删去嵌入对象，或另存为 PDF。",
        "“{file}” embeds other files or controls ({part}); refused. Remove them, or save it as a PDF.",
    ),
    "evidence.entities": (
        "“{file}”含有文档类型声明（{part}），可能有害，已拒绝。请用 Office 或 WPS 重新另存。",
        "A part of “{file}” declares a document type ({part}), which can do harm; refused. Save it anew with Office or WPS.",
    ),
    "evidence.bomb": (
        "“{file}”解开后过大（最多 {most}，且不超过原来的 {ratio} 倍），已拒绝。请只保留需要的内容。",
        "“{file}” unpacks to too much (at most {most}, and {ratio} times its size); refused. Keep only what is needed.",
    ),
    "evidence.too_heavy": (
        "检查“{file}”用去的时间或内存超过上限，已拒绝。请打印成 PDF，或只留需要的几页后重新上传。",
        "Looking through “{file}” took more time or memory than is allowed; refused. Print it to a PDF, or keep only the pages needed.",
    ),
    "evidence.packing": (
        "“{file}”里的 {part} 用了少见的压缩方法，打不开检查。请用系统自带的压缩功能重新打包。",
        "{part} in “{file}” is packed in an unusual way and can't be looked through. Pack it anew with the system's own tool.",
    ),
    "evidence.inner": ("压缩包“{file}”：{reason}", "The archive “{file}”: {reason}"),
    "evidence.inner_large": (
        "“{file}”里的 {part} 超过 {most}，已拒绝。请单独压缩图片，或只打包需要的几页。",
        "{part} in “{file}” has more than {most}; refused. Shrink it, or pack only the pages needed.",
    ),
    "evidence.too_many_parts": (
        "“{file}”里有 {most} 个以上文件，已拒绝。请只打包需要的文件。",
        "“{file}” holds more than {most} files; refused. Pack only what is needed.",
    ),
    "evidence.nested": (
        "“{file}”的压缩包里还有压缩包（{part}），已拒绝。请解开后重新打包。",
        "“{file}” has an archive inside ({part}); refused. Unpack it and pack it anew.",
    ),
    "evidence.path": (
        "“{file}”里有指向别处的路径（{part}），已拒绝。请重新打包。",
        "“{file}” holds a path that leads elsewhere ({part}); refused. Pack it anew.",
    ),
    "evidence.link": (
        "“{file}”里有快捷链接（{part}），已拒绝。请放入文件本身后重新打包。",
        "“{file}” holds a link ({part}); refused. Pack the file itself.",
    ),
    "evidence.inner_type": (
        "“{file}”里有不收的文件（{part}），已拒绝。请去掉后重新打包。",
        "“{file}” holds a file that isn't taken ({part}); refused. Remove it and pack anew.",
    ),
    "evidence.polyglot": (
        "“{file}”里接着另一个文件，可能有害，已拒绝。请用原来的程序另存后再上传。",
        "A second file hangs on “{file}”, which can do harm; refused. Save it anew with the program that made it.",
    ),
    "evidence.script": (
        "“{file}”含有脚本、附件或表单程序，已拒绝。请打印成普通 PDF 后上传。",
        "“{file}” holds scripts, attachments or a live form; refused. Print it to a plain PDF.",
    ),
    "evidence.pixels": (
        "图片“{file}”有 {found} 像素，最多 {most} 百万。请缩小后上传。",
        "The picture “{file}” has {found} pixels; at most {most} million. Make it smaller.",
    ),
    "evidence.virus": (
        "“{file}”带有病毒检测标记，已拒绝。请先杀毒。",
        "“{file}” carries the mark of a virus test; refused. Clean the machine first.",
    ),
}
register(VERDICTS)

register(
    {
        "evidence.virus_found": (
            "病毒扫描在“{file}”中发现 {found}，已拒绝。请用杀毒软件清理这台电脑，再从来源重新取得文件。",
            "The virus scan found {found} in “{file}”; refused. Clean the machine, and fetch the file anew from its source.",
        ),
        "evidence.scanner_silent": (
            "病毒扫描暂时没有应答，“{file}”没有收下。请稍后再传；一直如此请告知系统管理员。",
            "The virus scanner doesn't answer, so “{file}” was not taken. Try again later; if it stays so, tell the administrator.",
        ),
        "evidence.quota": (
            "{office}的佐证已有 {found} MB，加上“{file}”会超过上限 {most} MB。请引用已有的文号，或请系统管理员放宽。",
            "The evidence of {office} has {found} MB; with “{file}” it would exceed {most} MB. Use document numbers that are there, or ask the administrator for more.",
        ),
        "evidence.too_many": (
            "佐证有 {found} 件，最多 {most} 件。请只留能说明问题的。",
            "There are {found} pieces of evidence; at most {most}. Keep those that prove the point.",
        ),
        "evidence.too_fast": (
            "一小时内已上传 {most} 件。请稍后再传，或改填文号。",
            "{most} files have been uploaded within an hour. Wait a little, or give document numbers instead.",
        ),
        "evidence.no_number": (
            "文号“{found}”过长，最多 {most} 个字。请核对。",
            "The document number “{found}” is too long; at most {most} characters. Check it.",
        ),
        "evidence.swapped": (
            "“{file}”的内容与登记时的封记不符或已丢失，不能下载。请告知系统管理员，从备份恢复。",
            "The content of “{file}” is gone or isn't what was sealed; it can't be handed out. Tell the administrator to restore it.",
        ),
    }
)
